"use strict";
// The page: it follows the stream of figures and writes them where they belong.
// Whatever comes is written as text, never as markup, and only where it has
// changed, so that nothing moves that does not have to.

const byId = (id) => document.getElementById(id);

const words = {
  free: "Free", ringing: "Ringing", talking: "Talking", "wrap-up": "After call", missed: "Missed call", away: "Away",
};

// What the kinds of decisions look like: like the states that they lead to.
const kinds = {
  Caller: "away", Queued: "away", Offered: "ringing", Answered: "talking", Parted: "wrap-up",
  Escalated: "ringing", Missed: "missed", "Gave up": "missed", Canceled: "away", Alert: "missed", Back: "free", Break: "away",
};

function write(node, text) {
  text = String(text);
  if (node.textContent !== text) node.textContent = text;
}

function mark(node, name, value) {
  if (node.dataset[name] !== value) node.dataset[name] = value;
}

// duration writes seconds as 0:05, 12:30 or 1:02:03.
function duration(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const s = seconds % 60, m = Math.floor(seconds / 60) % 60, h = Math.floor(seconds / 3600);
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// cell makes a cell with a first line and, if asked for, a quiet second one.
function cell(name, className, twoLines) {
  const node = element(name, className);
  if (name === "th") node.scope = "row";
  node.append(element("span"));
  if (twoLines) node.append(element("span", "second"));
  return node;
}

const first = (node) => node.firstChild;
const second = (node) => node.lastChild;

// rows brings the number of rows in a body of a table to that of a list, and
// lets fill write each of them.
function rows(body, list, make, fill) {
  while (body.rows.length > list.length) body.deleteRow(-1);
  while (body.rows.length < list.length) body.append(make());
  list.forEach((item, i) => fill(body.rows[i].cells, item));
}

function row(...cells) {
  const node = element("tr");
  node.append(...cells);
  return node;
}

function showToday(t, agents) {
  const level = t.service_level;
  write(byId("service_level"), level < 0 ? "–" : `${level} %`);
  write(byId("service_level_note"), level < 0 ? "no calls yet" : `${level >= 80 ? "good" : level >= 60 ? "fair" : "poor"}, in ${t.threshold} s`);
  mark(byId("tile-level"), "mood", level < 0 ? "" : level >= 80 ? "good" : level >= 60 ? "fair" : "poor");
  write(byId("waiting_now"), t.waiting);
  write(byId("waiting_note"), t.waiting ? `longest ${duration(t.longest_wait)}` : "nobody");
  mark(byId("tile-waiting"), "mood", t.longest_wait > 120 ? "poor" : t.longest_wait > 60 ? "fair" : "");
  write(byId("talking"), t.talking);
  write(byId("talking_note"), `${agents.filter((a) => a.state === "free").length} free`);
  write(byId("callers"), t.callers);
  write(byId("answered"), t.answered);
  write(byId("answered_note"), t.answered ? `mean wait ${duration(t.answer_speed)}` : "nobody yet");
  write(byId("gave_up"), t.gave_up);
  const over = t.answered + t.gave_up;
  write(byId("gave_up_note"), over ? `${Math.round((100 * t.gave_up) / over)} % of callers` : "nobody yet");
  write(byId("escalated"), t.escalated);
  write(byId("missed"), t.missed);
  write(byId("rating"), t.ratings ? (t.stars / t.ratings).toFixed(1) : "–");
  write(byId("rating_note"), t.ratings ? `of 5, ${t.ratings} votes` : "nobody yet");
}

function showQueues(list) {
  const make = () => row(cell("th"), cell("td", "n"), cell("td", "n"), cell("td", "n"), cell("td", "n"), cell("td", "n wide"));
  rows(byId("queues"), list, make, (c, q) => {
    write(first(c[0]), q.name);
    write(first(c[1]), q.waiting);
    write(first(c[2]), q.waiting ? duration(q.longest_wait) : "–");
    c[2].classList.toggle("bad", q.longest_wait > 120);
    write(first(c[3]), `${q.free} of ${q.staff}`);
    write(first(c[4]), q.answered);
    write(first(c[5]), q.answered ? duration(q.answer_speed) : "–");
  });
}

function showAgents(list) {
  const make = () => {
    const state = cell("td", "", true);
    first(state).className = "state";
    return row(cell("th", "", true), state, cell("td", "n"));
  };
  rows(byId("agents"), list, make, (c, a) => {
    write(first(c[0]), a.name);
    write(second(c[0]), a.skills.join(", "));
    write(first(c[1]), a.state === "away" ? a.activity : words[a.state]);
    mark(first(c[1]), "state", a.state);
    write(second(c[1]), a.with ? `${a.with}, ${a.topic || "any topic"}` : "");
    write(first(c[2]), duration(a.since));
  });
  const legend = byId("legend");
  const states = Object.keys(words);
  while (legend.children.length < states.length) {
    const item = element("li");
    item.append(element("span", "state"));
    mark(item.firstChild, "state", states[legend.children.length]);
    legend.append(item);
  }
  states.forEach((s, i) => write(legend.children[i].firstChild, `${words[s]} ${list.filter((a) => a.state === s).length}`));
}

function showWaiting(list) {
  byId("nobody").hidden = list.length > 0;
  const make = () => row(cell("td", "n"), cell("td", "", true), cell("td", "", true), cell("td", "n"));
  rows(byId("waiting"), list, make, (c, w) => {
    write(first(c[0]), w.place);
    write(first(c[1]), w.from);
    write(second(c[1]), w.offered ? `rings at ${w.offered}` : `needs ${w.needs || "anybody"}`);
    write(first(c[2]), w.queue);
    write(second(c[2]), `priority ${w.priority}${w.vip ? ", important" : ""}`);
    write(first(c[3]), duration(w.wait));
    c[3].classList.toggle("bad", w.wait > 120);
  });
}

// The feed grows at its top. What is there stays as it is; the scroll position too,
// so that whoever reads further down is not carried away.
let newest = 0;

function showFeed(list) {
  const feed = byId("feed"), box = feed.parentNode;
  const fresh = list.filter((d) => d.number > newest).reverse();
  if (fresh.length === 0) return;
  const away = box.scrollTop > 0, height = box.scrollHeight;
  for (const d of fresh) {
    const item = element("li", newest ? "fresh" : "");
    const state = element("span", "state", d.kind);
    mark(state, "state", kinds[d.kind] || "away");
    const time = element("time", "", d.clock);
    item.append(time, state, element("span", "what", d.what));
    if (d.why) item.append(element("span", "why", d.why));
    feed.prepend(item);
  }
  newest = fresh[fresh.length - 1].number;
  while (feed.children.length > 60) feed.lastChild.remove();
  if (away) box.scrollTop += box.scrollHeight - height;
}

function show(f) {
  write(byId("time"), f.clock);
  write(byId("pace"), f.closing ? "doors are closed" : f.speed === 1 ? "in real time" : `${f.speed} times real time`);
  showToday(f.today, f.agents);
  showQueues(f.queues);
  showAgents(f.agents);
  showWaiting(f.waiting);
  showFeed(f.feed);
}

function tell(state, text) {
  const status = byId("status");
  mark(status, "state", state);
  write(status, text);
}

function follow() {
  const events = new EventSource("/events");
  events.addEventListener("figures", (e) => {
    tell("live", "Live");
    show(JSON.parse(e.data));
  });
  events.addEventListener("end", () => {
    events.close();
    tell("lost", "The call center is closed");
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) {
      tell("lost", "Too many viewers, or none allowed");
      setTimeout(follow, 10000);
    } else {
      newest = 0;
      tell("lost", "Connection lost, trying again");
    }
  });
}

follow();
