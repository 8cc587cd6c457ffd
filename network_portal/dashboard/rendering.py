from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    """Every form is drawn by our own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
