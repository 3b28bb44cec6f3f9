"""Extension objects that several modules name before an app exists."""

from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
migrate = Migrate()
compress = Compress()
