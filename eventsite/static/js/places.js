/** Sorts the places by the distance from the reader, and shows the map: each only once its button is pressed. */
const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees) => (degrees * Math.PI) / 180;
const positionOf = ({ dataset }) => [Number(dataset.latitude), Number(dataset.longitude)];

// The next two say what discovery/distance.py says.
function kilometres(one, other) {
  const [north, south] = [radians(one[0]), radians(other[0])];
  const east = radians(other[1] - one[1]);
  const across = Math.sin((south - north) / 2) ** 2 + Math.cos(north) * Math.cos(south) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(across)));
}

function words(distance, { metres, kilometres }) {
  if (distance < 0.95) return metres.replace("#", Math.max(1, Math.round(distance * 10)) * 100);
  return kilometres.replace("#", distance < 9.95 ? Math.round(distance * 10) / 10 : Math.round(distance));
}

function sort(here, said) {
  const places = document.querySelector("[data-places]");
  const spots = [...places.querySelectorAll("[data-spot]")].map((item) => [kilometres(here, positionOf(item)), item]);
  spots.sort(([near], [far]) => near - far);
  for (const [distance, item] of spots) item.querySelector("[data-distance]").textContent = words(distance, said.dataset);
  const list = document.createElement("ul");
  list.className = "spots";
  list.append(...spots.map(([, item]) => item));
  const heading = document.createElement("h2");
  heading.textContent = said.dataset.heading;
  places.replaceChildren(heading, list);
  said.textContent = said.dataset.sorted;
}

function offerNearest() {
  const box = document.querySelector("[data-here]");
  if (!box || !navigator.geolocation || !window.isSecureContext) return;
  const said = document.querySelector("[data-here-said]");
  box.hidden = false;
  box.querySelector("[data-here-button]").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => sort([coords.latitude, coords.longitude], said),
      () => (said.textContent = said.dataset.refused),
      { timeout: 10_000, maximumAge: 300_000 },
    );
  });
}

function offerMap() {
  const box = document.querySelector("[data-map]");
  if (!box || !document.querySelector("[data-latitude]")) return;
  box.hidden = false;
  const button = box.querySelector("[data-map-show]");
  button.addEventListener("click", async () => {
    button.hidden = true;
    const failed = box.querySelector("[data-map-failed]");
    try {
      const { showMap } = await import("./place-map.js");
      await showMap(box, failed);
    } catch {
      button.hidden = false;
      failed.textContent = failed.dataset.words;
    }
  });
}

offerNearest();
offerMap();
