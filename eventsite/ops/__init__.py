"""Running the product: load, demo, jobs, doctor, health."""
