"""The keys of the house for whoever verifies its papers: as a key set, and as a DID document."""

from typing import Any

from flask import jsonify
from flask_appbuilder.baseviews import BaseView, expose

from backoffice.kernel.web import settings
from reports.keys import identifier_of, identity_document, key_set


class KeysView(BaseView):
    """Open to everybody; nothing of a key is here but its public part."""

    route_base = ""
    default_view = "keys"
    class_permission_name = "Portal"

    @expose("/.well-known/jwks.json")
    def keys(self) -> Any:  # noqa: ANN401 - a response
        """Give every key that signs or ever signed, with its days."""
        return jsonify(key_set(settings().keyring.published()))

    @expose("/.well-known/did.json")
    @expose("/did.json")  # where did:web looks when the house lies below another site's path
    def identity(self) -> Any:  # noqa: ANN401
        """Give the DID document that the credentials' issuer leads to."""
        known = settings()
        return jsonify(identity_document(identifier_of(known.public_url), known.keyring.published()))
