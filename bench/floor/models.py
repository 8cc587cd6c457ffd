from django.db import models


class Row(models.Model):
    """One of the twenty rows of the floor's page."""

    title = models.CharField(max_length=200)
    about = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
