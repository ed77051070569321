from datetime import date

from django.core.management.base import BaseCommand

from config.demo.people import PASSWORD, PEOPLE, PEOPLE_2025
from ocop_workflow.domain import clock

SECOND_CAST = date(2025, 7, 1)


class Command(BaseCommand):
    help = "Name the demonstration's accounts with their password, and the day its clock shows."

    def handle(self, *args: object, **options: object) -> None:
        people = PEOPLE | (PEOPLE_2025 if clock.today() >= SECOND_CAST else {})
        width = max(map(len, people)) + 2
        self.stdout.write(f"The demo's day is {clock.today()}. Every account has the password {PASSWORD}:")
        for username, title in people.items():
            self.stdout.write(f"  {username:<{width}}{title}")
