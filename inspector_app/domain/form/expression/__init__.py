"""The expression language of forms: XPath as the ODK XForms specification has it."""
