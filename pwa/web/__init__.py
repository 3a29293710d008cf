"""Pages, their addresses, their headers, and the offline set. The Flask app is in `pwa.web.app`."""
