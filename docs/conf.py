"""How the documentation is built: ``make docs``."""

from luodi import __version__

project = "Luodi"
author = "The Luodi authors"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "落地 Luodi"
html_static_path = ["_static"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
# records document their fields in the class docstring; autodoc would list them a second time
autodoc_default_options = {"members": True, "undoc-members": False}
napoleon_use_ivar = True
nitpicky = False
