// Days and moments in words; a day is a text such as 2026-11-22, in the phone's own zone.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
export const HOUR_MS = 3_600_000;

const two = (number) => String(number).padStart(2, "0");

export function isoDay(moment) {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function noon(day) {
  return new Date(`${day}T12:00:00`);
}

export function later(day, days) {
  const moment = noon(day);
  moment.setDate(moment.getDate() + days);
  return isoDay(moment);
}

export function daysBetween(first, second) {
  return Math.round((noon(second) - noon(first)) / (24 * HOUR_MS));
}

export function dayWords(day) {
  const moment = noon(day);
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}`;
}

export function shortDay(day) {
  const moment = noon(day);
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]}`;
}

export function weekday(day) {
  return WEEKDAYS[noon(day).getDay()];
}

// Today, tomorrow, Tuesday within the week, else the day.
export function nearDay(day, today) {
  const distance = daysBetween(today, day);
  if (distance === 0) return "Today";
  if (distance === 1) return "Tomorrow";
  return distance > 1 && distance < 7 ? weekday(day) : shortDay(day);
}

// 10:42 today, else the day and the time.
export function momentWords(milliseconds, today) {
  const moment = new Date(milliseconds);
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const day = isoDay(moment);
  return day === today ? `today ${time}` : `${shortDay(day)} ${time}`;
}

// The phone's clock with its zone, such as 2026-11-22T10:42:07+01:00.
export function zonedMoment(milliseconds) {
  const moment = new Date(milliseconds);
  const offset = -moment.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
  return `${isoDay(moment)}T${time}${zone}`;
}
