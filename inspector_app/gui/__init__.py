"""The window: pages, editors, dialogs and widgets; no rule of the field lives here."""
