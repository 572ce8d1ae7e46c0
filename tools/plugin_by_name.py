"""In the package this is `pelican.plugins.goodnews`, where Pelican looks for the plugins that PLUGINS names."""

from goodnews import register as register
