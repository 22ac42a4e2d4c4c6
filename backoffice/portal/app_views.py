"""What makes the site installable (移动应用系统): its manifest, its service worker, and its page without a network."""

import json
from typing import Any

from flask import Response, render_template, url_for
from flask_appbuilder.baseviews import BaseView, expose

from backoffice import assets
from backoffice.kernel.web import language, settings

SEAL_RED, PAPER = "#b2342b", "#f5f7f9"  # the colours of theme/tokens.css, which no manifest can read
SIZES = (192, 512)


class InstallableView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "offline"
    class_permission_name = "Portal"

    @expose("/manifest.webmanifest")
    def manifest(self) -> Any:  # noqa: ANN401 - a response
        """Describe the site to a phone that installs it."""
        english = language() == "en"
        icons = [
            {
                "src": url_for("static", filename=f"icons/{purpose}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for purpose in ("any", "maskable")
            for size in SIZES
        ]
        described = {
            "id": "/",
            "name": settings().platform_english if english else settings().platform,
            "short_name": settings().short_name_english if english else settings().short_name,
            "lang": "en" if english else "zh-CN",
            "start_url": url_for("PortalView.home"),
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": SEAL_RED,
            "icons": icons,
        }
        return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")

    @expose("/service-worker.js")
    def worker(self) -> Any:  # noqa: ANN401
        """Send the service worker from the top of the site, where alone it may serve all of it."""
        script = (assets.FOLDER / "script" / "service-worker.js").read_bytes()
        return Response(script, mimetype="text/javascript")

    @expose("/offline")
    def offline(self) -> Any:  # noqa: ANN401
        """Show what the browser keeps for the time without a network."""
        return render_template("portal/offline.html")
