// Reads vCards or calendars with ical.js and prints what it understood as JSON: jCard and jCal (RFC 7095, RFC 7265).
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const parsed = ICAL.parse(readFileSync(0, "utf-8"));
const several = Array.isArray(parsed[0]) ? parsed : [parsed];
const starts = several.flatMap((calendar) =>
  calendar[0] === "vcalendar"
    ? new ICAL.Component(calendar).getAllSubcomponents("vevent").map((event) => {
        const zone = new ICAL.Component(calendar).getFirstSubcomponent("vtimezone");
        if (zone) ICAL.TimezoneService.register(zone);
        return new ICAL.Event(event).startDate.toJSDate().toISOString();
      })
    : [],
);
process.stdout.write(JSON.stringify({ parsed: several, starts }));
