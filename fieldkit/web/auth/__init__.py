"""Who is at the desk: signing in and out, setting up, roles, and proof that a form came from our own page.

Other blueprints use three names: `current_account()` in a view, `@require_role("coordinator")` on a view or on a
blueprint's `before_request` function, and `{{ csrf_field() }}` in every form.
"""

from fieldkit.web.auth.csrf import csrf_field, csrf_token
from fieldkit.web.auth.session import current_account, current_account_or_none, require_role

__all__ = ["csrf_field", "csrf_token", "current_account", "current_account_or_none", "require_role"]
