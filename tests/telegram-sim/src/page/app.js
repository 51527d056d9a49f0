// The page: what there is, the lists, and which conversations are open.

import { $, act, button, face, GENERAL, hex, initial, make } from "./base.js";
import { Talk } from "./talk.js";

let world = null;
const chosen = { bot: null, customer: null, forum: null, thread: GENERAL };
const seenCounts = new Map();

// --- what there is ---

const nameOf = (id) => [...world.people, ...world.bots].find((user) => user.id === id)?.name ?? String(id);
const forums = () => world.chats.filter((chat) => chat.forum);
const forum = () => forums().find((chat) => chat.id === chosen.forum);
const teamMembers = () => new Set(forums().flatMap((chat) => chat.members.map((member) => member.id)));
const isPerson = (id) => world.people.some((person) => person.id === id);

function customers() {
  const team = teamMembers();
  const people = world.people
    // Who runs a team and writes to bots is shown on both sides.
    .filter((person) => !team.has(person.id) || privateChat(person.id, chosen.bot))
    .map((person) => ({ key: `p${person.id}`, person, name: person.name, chat: privateChat(person.id, chosen.bot) }));
  const groups = world.chats
    .filter((chat) => chat.id && !chat.forum && !chat.migrated_to)
    .map((chat) => ({ key: `g${chat.id}`, name: chat.title, chat, group: true }));
  return [...people, ...groups];
}

function privateChat(person, bot) {
  return world.chats.find((chat) => chat.with?.includes(person) && chat.with.includes(bot));
}

const inThread = (chat, thread) => chat.messages.filter((message) => message.thread === thread);

function lastLine(messages) {
  const last = messages.at(-1);
  if (!last) return "";
  return last.service ? last.service : `${last.sender}: ${last.text || last.kind}`;
}

function unread(key, messages, open) {
  if (open || !seenCounts.has(key)) seenCounts.set(key, messages.length);
  return Math.max(0, messages.length - seenCounts.get(key));
}

function row({ name, last, open, count, color, sign, closed, topic, run }) {
  const node = make("button", { type: "button", className: topic ? "topic" : "" },
    make("span", { className: "face", style: `background: ${color}`, "aria-hidden": "true" }, sign),
    make("span", { className: "row-name" }, name),
    count ? make("span", { className: "badge" }, String(count))
      : closed ? make("span", { className: "lock" }, "closed") : make("span"),
    make("span", { className: "row-last" }, last));
  node.setAttribute("aria-current", String(open));
  node.addEventListener("click", run);
  return make("li", {}, node);
}

// --- making a bot an admin of a group, as its link asks for ---

function invite(person, username) {
  const bot = world.bots.find((candidate) => candidate.username === username);
  if (!bot) return;
  const dialog = $("#invite");
  const own = world.chats.filter((chat) => chat.id && chat.kind !== "channel" && !chat.migrated_to
    && chat.members.some((member) => member.id === person && member.status === "creator"));
  const take = async (chat) => {
    dialog.close();
    const answer = await act("promote", { chat, user: bot.id, by: person });
    await refresh();
    // As apps do, also where the bot was an admin before. A small group has become a supergroup by that.
    const to = world.chats.find((one) => one.id === chat)?.migrated_to ?? chat;
    if (answer.ok) await act("say", { from: person, to, text: `/start@${username} setup` });
    if (answer.ok && world.chats.some((one) => one.id === chat && one.forum)) chosen.forum = chat;
    await refresh();
  };
  $("p", dialog).textContent = `${nameOf(person)} makes @${username} an admin of:`;
  $("ul", dialog).replaceChildren(...own.map((chat) => make("li", {},
    button(chat.forum ? `${chat.title}, with topics` : `${chat.title}, without topics`, () => take(chat.id)))));
  const form = $("form", dialog);
  form.onsubmit = async (event) => {
    event.preventDefault();
    const answer = await act("forum", { title: form.title.value.trim() || "Team", owner: person });
    if (!answer.ok) return;
    form.reset();
    await refresh();
    await take(answer.result.id);
  };
  $("button.close", dialog).onclick = () => dialog.close();
  dialog.showModal();
}

// What a login into the person's account asks for.
const device = ({ phone, login_code: code }) => (code ? `login code ${code}, phone ${phone}` : `phone ${phone}`);

// --- drawing ---

const tools = { nameOf, changed: () => draw(), invite };
const customerTalk = new Talk($("#customer-talk"), "c", tools);
const topicTalk = new Talk($("#topic-talk"), "t", tools);

function keep(select, options, value) {
  (select.closest("label") ?? select).hidden = options.length < 2;
  if (document.activeElement === select) return;
  select.replaceChildren(...options.map(([id, name]) => make("option", { value: id, selected: id === value }, name)));
}

function drawCustomers() {
  if (!world.bots.some((bot) => bot.id === chosen.bot)) chosen.bot = world.bots[0]?.id ?? null;
  keep($("#bot"), world.bots.map((bot) => [bot.id, bot.name]), chosen.bot);
  const all = customers();
  if (!all.some((one) => one.key === chosen.customer)) chosen.customer = all[0]?.key ?? null;
  $("#customer-list").replaceChildren(...all.map((one) => {
    const messages = one.chat?.messages ?? [];
    const open = one.key === chosen.customer;
    return row({
      name: one.name, last: lastLine(messages), open, count: unread(`${one.key}/${chosen.bot}`, messages, open),
      color: face(one.person?.id ?? one.chat.id), sign: initial(one.name),
      run: () => { chosen.customer = one.key; draw(); },
    });
  }));
  const one = all.find((customer) => customer.key === chosen.customer);
  if (!one) {
    return customerTalk.show({ key: "none", name: "No customers yet", sub: "", messages: [], hint: "Add one below the list." });
  }
  const messages = one.chat?.messages ?? [];
  if (one.group) {
    const writers = one.chat.members.map((member) => member.id).filter(isPerson);
    const from = writers.includes(customerTalk.writer) ? customerTalk.writer : writers[0];
    return customerTalk.show({
      key: one.key, name: one.name, sub: one.chat.kind, from, to: one.chat.id, writers, messages, hint: "Nothing yet.",
    });
  }
  const bot = world.bots.find((candidate) => candidate.id === chosen.bot);
  const from = one.person.id;
  customerTalk.show({
    key: `${one.key}/${chosen.bot}`, name: one.name, sub: `${device(one.person)} · ${bot ? `writes to ${bot.name} (@${bot.username})` : "no bot yet"}`,
    from, to: bot?.id, messages, private: true,
    hint: bot ? `Write to ${bot.name} as ${one.name}.` : "There is no bot yet.",
    action: bot && !messages.length ? { label: "Start", run: () => act("start", { from, bot: bot.id }) } : null,
  });
}

function drawTeam() {
  const all = forums();
  if (!forum()) chosen.forum = all[0]?.id ?? null;
  keep($("#forum"), all.map((chat) => [chat.id, chat.title]), chosen.forum);
  const chat = forum();
  $("#team-title").textContent = chat ? chat.title : "Team";
  if (!chat) {
    $("#topic-list").replaceChildren();
    return topicTalk.show({ key: "none", name: "No forum yet", sub: "", messages: [], hint: "There is no forum group yet." });
  }
  if (!chat.topics.some((topic) => topic.thread === chosen.thread)) chosen.thread = GENERAL;
  const byNews = (one, other) => (inThread(chat, other.thread).at(-1)?.uid ?? 0) - (inThread(chat, one.thread).at(-1)?.uid ?? 0);
  const topics = [...chat.topics].sort((one, other) =>
    (other.thread === GENERAL) - (one.thread === GENERAL) || byNews(one, other));
  $("#topic-list").replaceChildren(...topics.map((topic) => {
    const messages = inThread(chat, topic.thread);
    const open = topic.thread === chosen.thread;
    return row({
      topic: true, name: topic.name, last: lastLine(messages), open, closed: topic.closed,
      count: unread(`${chat.id}/${topic.thread}`, messages, open),
      color: hex(topic.color), sign: topic.thread === GENERAL ? "#" : initial(topic.name),
      run: () => { chosen.thread = topic.thread; draw(); },
    });
  }));
  const topic = chat.topics.find((candidate) => candidate.thread === chosen.thread);
  const writers = chat.members.map((member) => member.id).filter(isPerson);
  const from = writers.includes(topicTalk.writer) ? topicTalk.writer : writers[0];
  const general = topic.thread === GENERAL;
  topicTalk.show({
    key: `${chat.id}/${topic.thread}`, name: topic.name, from, to: chat.id, thread: topic.thread, writers,
    sub: general ? `${writers.map(nameOf).join(", ")}` : topic.closed ? "closed" : `topic in ${chat.title}`,
    messages: inThread(chat, topic.thread),
    hint: general ? "What concerns the whole team is written here." : "Nothing yet.",
    action: general ? null : {
      label: topic.closed ? "Reopen" : "Close",
      run: () => act("topic", { by: from, chat: chat.id, thread: topic.thread, action: topic.closed ? "reopen" : "close" }),
    },
  });
}

function draw() {
  if (!world) return;
  drawCustomers();
  drawTeam();
  const status = $("#status");
  const rates = world.violations === 1 ? "1 rule broken" : `${world.violations} rules broken`;
  status.textContent = world.violations ? rates : "connected";
  status.classList.toggle("bad", world.violations > 0);
}

$("#bot").addEventListener("change", (event) => { chosen.bot = Number(event.target.value); event.target.blur(); draw(); });
$("#forum").addEventListener("change", (event) => { chosen.forum = Number(event.target.value); event.target.blur(); draw(); });
$("#new-customer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await act("person", { name: form.name.value.trim() || "Somebody" });
  if (answer.ok) {
    chosen.customer = `p${answer.result.id}`;
    form.reset();
    await refresh();
  }
});

// One look at a time; what changes meanwhile is looked at right after. Whoever waits for it has seen
// everything that was there when they asked.
let looking = null;
let again = false;
function refresh() {
  again = true;
  looking ??= look();
  return looking;
}

async function look() {
  try {
    while (again) {
      again = false;
      world = await fetch("/sim/state").then((response) => response.json(), () => world);
      draw();
    }
  } finally {
    looking = null;
  }
}

const events = new EventSource("/sim/events");
events.onmessage = refresh;
events.onerror = () => {
  $("#status").textContent = "not connected";
  $("#status").classList.add("bad");
};
refresh();
