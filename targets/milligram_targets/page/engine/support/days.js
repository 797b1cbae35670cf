// Calendar days, and when a time on a ladder ends.
//
// A day is {iso, year, month, day, number}; number counts from 1 January of the year 1, by the Gregorian calendar. A
// time that ends outside the years 1 to 9999 has no day (null).

const LAST_DAY = 3652059;

function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year, month) {
  return month === 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

function daysBeforeYear(year) {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

// The day, or null where the calendar has none.
function dayOf(year, month, day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  let number = daysBeforeYear(year) + day;
  for (let earlier = 1; earlier < month; earlier += 1) number += daysInMonth(year, earlier);
  const digits = (value, length) => String(value).padStart(length, "0");
  return { iso: `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`, year, month, day, number };
}

function dayNumbered(number) {
  let year = Math.max(1, Math.floor(number / 365.2425));
  while (daysBeforeYear(year + 1) < number) year += 1;
  while (daysBeforeYear(year) >= number) year -= 1;
  let rest = number - daysBeforeYear(year);
  let month = 1;
  while (rest > daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return dayOf(year, month, rest);
}

function dayFromIso(text) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  return found === null ? null : dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

// So many days later, a BigInt.
function moved(day, days) {
  const number = BigInt(day.number) + days;
  return number >= 1n && number <= BigInt(LAST_DAY) ? dayNumbered(Number(number)) : null;
}

// The day of the same number so many months later, or the last of a shorter month.
function monthsAfter(day, months) {
  const total = day.year * 12 + day.month - 1 + months;
  const year = Math.floor(total / 12);
  if (!(year >= 1 && year <= 9999)) return null;
  const month = (total % 12) + 1;
  return dayOf(year, month, Math.min(day.day, daysInMonth(year, month)));
}

function completedYears(born, today) {
  const before = today.month < born.month || (today.month === born.month && today.day < born.day);
  return new Ratio(BigInt(today.year - born.year - (before ? 1 : 0)), 1n);
}

function laterOf(one, other) {
  return one.number >= other.number ? one : other;
}

// Where a count of days stands: the day it began, today, the days so far; each null where it is not known.
class Clock {
  constructor(began, today, elapsed) {
    this.began = began;
    this.today = today;
    this.elapsed = elapsed;
  }

  static of(since, elapsed, today) {
    let began = since;
    if (began === null && today !== null && elapsed !== null && elapsed.isWhole()) began = moved(today, -elapsed.top);
    return new Clock(began, today, elapsed);
  }

  static starting(today) {
    return new Clock(today, today, ZERO);
  }

  // When low to high days have gone by.
  span(low, high) {
    if (this.began !== null) return [moved(this.began, low.floor()), moved(this.began, high.ceil())];
    if (this.today === null || this.elapsed === null) return [null, null];
    return [
      moved(this.today, low.minus(this.elapsed).floor()),
      moved(this.today, high.minus(this.elapsed).ceil()),
    ];
  }

  // When to measure: whole months by the calendar.
  measured(low, high, months) {
    if (months === null || this.began === null) return this.span(low, high);
    return [monthsAfter(this.began, months[0]), monthsAfter(this.began, months[1])];
  }

  // When a ladder moves: not before the calendar's day, nor before the run itself moves, which counts days.
  decided(low, high, months) {
    if (months === null || this.began === null) return this.span(low, high);
    const first = moved(this.began, low.ceil());
    const last = moved(this.began, high.floor());
    const soonest = monthsAfter(this.began, months[0]);
    const latest = monthsAfter(this.began, months[1]);
    if (first === null || last === null || soonest === null || latest === null) return [null, null];
    const from = laterOf(first, soonest);
    return [from, laterOf(from, last.number <= latest.number ? last : latest)];
  }
}
