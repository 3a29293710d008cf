/**
 * The dates as an iCalendar file (RFC 5545). Pure.
 *
 * Events have an hour, because many calendars remind of nothing else, but no time zone: 9 in the
 * morning wherever the reader is. A UID stays the same from file to file and SEQUENCE rises, so a
 * second import moves the events; what is no longer due is called off. The alarm stands last, where
 * a calendar that can't read alarms does no harm by giving up.
 */

/**
 * @typedef {{id: string, title: string, description: string, day: string, off?: boolean}} CalendarEvent
 * @typedef {{guide: string, plan: string, sequence: number, stamp: Date, at: string,
 *            language: string}} CalendarInfo
 */

const LONGEST_LINE = 75;

/** @param {CalendarEvent[]} events @param {CalendarInfo} info @returns {string} */
export function calendarFile(events, info) {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//${info.guide}//plan//${info.language.toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...events.flatMap((event) => eventLines(event, info)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** @param {CalendarEvent} event @param {CalendarInfo} info */
function eventLines({ id, title, description, day, off }, { guide, plan, sequence, stamp, at }) {
  const [date, hour] = [day.replaceAll("-", ""), at.replace(":", "")];
  return [
    "BEGIN:VEVENT",
    `UID:${id}-${plan}@${guide}`,
    `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${date}T${hour}00`,
    "DURATION:PT15M",
    `SUMMARY:${escape(title)}`,
    `DESCRIPTION:${escape(description)}`,
    "TRANSP:TRANSPARENT",
    ...(off ? ["STATUS:CANCELLED"] : alarmLines(title)),
    "END:VEVENT",
  ];
}

/** @param {string} title */
function alarmLines(title) {
  return ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escape(title)}`, "TRIGGER:PT0S", "END:VALARM"];
}

/** @param {string} text */
function escape(text) {
  return text
    .replace(/[\\;,]/g, (char) => `\\${char}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

/** Lines of at most 75 octets, cut between characters. @param {string} line */
function fold(line) {
  const encoder = new TextEncoder();
  let length = 0;
  return line.replace(/./gsu, (char) => {
    const size = encoder.encode(char).length;
    length += size;
    if (length <= LONGEST_LINE) return char;
    length = size + 1; // the space that marks a continued line counts
    return `\r\n ${char}`;
  });
}
