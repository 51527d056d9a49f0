// The page: draws the world and turns clicks into commands. Everything that people wrote is put in as text, never as
// markup.

const $ = (selector, root = document) => root.querySelector(selector);
const GENERAL = 1;
const FACES = ["#d1587a", "#c77b30", "#5b8f3a", "#2d8f8a", "#3f78c4", "#7a62c9", "#a8588f"];

let world = null;
const chosen = { bot: null, customer: null, forum: null, thread: GENERAL };
const seenCounts = new Map();

function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "style") node.style.cssText = value;
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

async function act(verb, fields) {
  const answer = await fetch(`/sim/${verb}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  }).then((response) => response.json(), () => ({ ok: false, error: "the simulator does not answer" }));
  if (!answer.ok) toast(answer.error);
  return answer;
}

let toastTimer;
function toast(text) {
  const node = $("#toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => node.classList.remove("shown"), 4000);
}

// --- what there is ---

const nameOf = (id) => [...world.people, ...world.bots].find((user) => user.id === id)?.name ?? String(id);
const forums = () => world.chats.filter((chat) => chat.forum);
const forum = () => forums().find((chat) => chat.id === chosen.forum);
const teamMembers = () => new Set(forums().flatMap((chat) => chat.members.map((member) => member.id)));
const isPerson = (id) => world.people.some((person) => person.id === id);

function customers() {
  const team = teamMembers();
  const people = world.people
    .filter((person) => !team.has(person.id))
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

// --- one conversation ---

class Talk {
  constructor(root, side) {
    root.append($("#talk-template").content.cloneNode(true));
    this.root = root;
    this.side = side;
    this.reply = null;
    this.list = $(".messages", root);
    this.text = $("textarea", root);
    this.place = null;
    $(".composer", root).addEventListener("submit", (event) => {
      event.preventDefault();
      this.send({ text: this.text.value });
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send({ text: this.text.value });
      }
    });
    this.text.addEventListener("input", () => this.grow());
    $(".attach", root).addEventListener("click", () =>
      this.send({ text: this.text.value, file: { kind: "photo", name: "photo.jpg" } }));
    $(".replying button", root).addEventListener("click", () => this.answer(null));
    $(".as select", root).addEventListener("change", () => draw());
    $(".act", root).addEventListener("click", () => this.place?.action?.run());
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  answer(message) {
    this.reply = message;
    $(".replying", this.root).hidden = !message;
    $(".replying span", this.root).textContent = message ? `${message.sender}: ${message.text || message.kind}` : "";
    if (message) this.text.focus();
  }

  async send(fields) {
    if (!this.place || (!fields.text.trim() && !fields.file)) return;
    const { from, to, thread } = this.place;
    const said = { from, to, ...fields };
    if (thread && thread !== GENERAL) said.thread = thread;
    if (this.reply) said.reply_to = this.reply.uid;
    const answer = await act("say", said);
    if (answer.ok) {
      this.text.value = "";
      this.grow();
      this.answer(null);
    }
  }

  show(place) {
    if (this.place?.key !== place.key) {
      this.answer(null);
      this.drawn = null;
    }
    this.place = place;
    $(".name", this.root).textContent = place.name;
    $(".sub", this.root).textContent = place.sub;
    this.chooser(place.writers);
    const action = $(".act", this.root);
    action.hidden = !place.action;
    action.textContent = place.action?.label ?? "";
    for (const control of this.root.querySelectorAll(".composer button, textarea")) control.disabled = !place.to;
    const drawn = JSON.stringify([place.key, place.from, place.messages]);
    if (drawn === this.drawn) return;
    const atEnd = !this.drawn || this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    this.drawn = drawn;
    const bubbles = place.messages.map((message) => this.bubble(message));
    this.list.replaceChildren(...(bubbles.length ? bubbles : [make("li", { className: "empty" }, place.hint)]));
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  chooser(writers) {
    const label = $(".as", this.root);
    const select = $("select", label);
    label.hidden = !writers || writers.length < 2;
    const options = (writers ?? []).map((id) => make("option", { value: id, selected: id === this.place.from }, nameOf(id)));
    if (document.activeElement !== select) select.replaceChildren(...options);
  }

  get writer() {
    return Number($(".as select", this.root).value) || null;
  }

  bubble(message) {
    if (message.service) {
      return make("li", { className: "service" }, `${message.sender} ${message.service}`);
    }
    const mine = message.from === this.place.from;
    const when = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return make("li", { className: mine ? "message mine" : "message", id: `${this.side}-${message.uid}` },
      this.tools(message, mine),
      make("div", { className: "who", style: `--who: ${face(message.from)}` },
        message.sender, message.forwarded ? " · forwarded" : ""),
      message.reply ? this.quoted(message.reply) : null,
      attachment(message),
      make("span", { className: "what" }, ...formatted(message.text, message.entities)),
      make("span", { className: "when" }, message.edited ? `edited ${when}` : when),
      message.reactions.length ? make("div", { className: "reactions" },
        ...message.reactions.map(([who, emoji]) => make("span", { title: who }, emoji))) : null,
      this.keys(message));
  }

  quoted(reply) {
    const node = make("button", { type: "button", className: "reply" },
      make("span", {}, reply.sender), make("span", {}, reply.text));
    node.addEventListener("click", () => {
      const target = document.getElementById(`${this.side}-${reply.uid}`);
      target?.scrollIntoView({ block: "center" });
      target?.classList.add("found");
      setTimeout(() => target?.classList.remove("found"), 1200);
    });
    return node;
  }

  keys(message) {
    if (!message.buttons?.length) return null;
    const from = this.place.from;
    return make("div", { className: "keys" }, ...message.buttons.map((row) => make("div", {}, ...row.map((button) => {
      const node = make("button", { type: "button", title: button.url ?? "" }, button.text);
      if (button.callback_data) {
        node.addEventListener("click", () => act("press", { from, message: message.uid, data: button.callback_data }));
      } else {
        node.disabled = true;
      }
      return node;
    }))));
  }

  tools(message, mine) {
    const from = this.place.from;
    const tool = (label, run) => {
      const node = make("button", { type: "button" }, label);
      node.addEventListener("click", run);
      return node;
    };
    const my = message.reactions.some(([who, emoji]) => who === nameOf(from) && emoji === "👍");
    return make("div", { className: "tools" },
      tool("Reply", () => this.answer(message)),
      tool("👍", () => act("react", my ? { from, message: message.uid } : { from, message: message.uid, emoji: "👍" })),
      mine ? tool("Edit", () => {
        const text = prompt("New text", message.text);
        if (text) act("edit", { from, message: message.uid, text });
      }) : null,
      mine ? tool("Delete", () => act("delete", { from, message: message.uid })) : null);
  }
}

function attachment(message) {
  if (message.kind === "text") return null;
  const detail = message.file ?? (message.value ? JSON.stringify(message.value) : "");
  return make("div", { className: "file" }, make("strong", {}, message.kind.replaceAll("_", " ")), detail);
}

// Cuts a text at every entity's border. Offsets are UTF-16, and so are JavaScript's.
function formatted(text, entities) {
  const borders = new Set([0, text.length]);
  for (const entity of entities) {
    borders.add(Math.max(0, entity.offset));
    borders.add(Math.min(text.length, entity.offset + entity.length));
  }
  const cuts = [...borders].filter((at) => at <= text.length).sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, place) => {
    const part = text.slice(start, cuts[place + 1]);
    const around = entities.filter((entity) => entity.offset <= start && start < entity.offset + entity.length);
    if (!around.length) return part;
    const className = around.map((entity) => `e-${entity.type}`).join(" ");
    const link = around.find((entity) => entity.type === "text_link" || entity.type === "url");
    const url = link && (link.url ?? text.slice(link.offset, link.offset + link.length));
    if (url && /^https?:\/\//.test(url)) {
      return make("a", { className, href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, part);
    }
    return make("span", { className }, part);
  });
}

const face = (id) => FACES[Math.abs(id) % FACES.length];
const hex = (color) => `#${color.toString(16).padStart(6, "0")}`;

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

const initial = (name) => [...name.replace(/^[^\p{L}\p{N}]+/u, "")][0]?.toUpperCase() ?? "·";

// --- drawing ---

const customerTalk = new Talk($("#customer-talk"), "c");
const topicTalk = new Talk($("#topic-talk"), "t");

function keep(select, options, value) {
  select.hidden = options.length < 2;
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
    key: `${one.key}/${chosen.bot}`, name: one.name, sub: bot ? `writes to ${bot.name} (@${bot.username})` : "no bot yet",
    from, to: bot?.id, messages,
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

// One look at a time; what changes meanwhile is looked at right after.
let looking = false;
let again = false;
async function refresh() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  do {
    again = false;
    world = await fetch("/sim/state").then((response) => response.json(), () => world);
    draw();
  } while (again);
  looking = false;
}

const events = new EventSource("/sim/events");
events.onmessage = refresh;
events.onerror = () => {
  $("#status").textContent = "not connected";
  $("#status").classList.add("bad");
};
refresh();
