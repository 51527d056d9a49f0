// One message, or one album, as a bubble. What can be done with it is given in `hands`.

import { act, button, face, make, toast } from "./base.js";

const PALETTE = ["👍", "👎", "❤", "🔥", "👌", "😁", "🤔", "😢", "🎉", "🙏"];

// Messages in order, with the pieces of an album that stand together in one list.
export function blocks(messages) {
  const all = [];
  for (const message of messages) {
    const last = all.at(-1)?.[0];
    if (message.album && last?.album === message.album) all.at(-1).push(message);
    else all.push([message]);
  }
  return all;
}

export function bubble(pieces, hands) {
  const [first] = pieces;
  if (first.service) return make("li", { className: "service" }, `${first.sender} ${first.service}`);
  const mine = first.from === hands.me;
  const text = pieces.find((piece) => piece.text) ?? first;
  const when = new Date(first.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const edited = pieces.some((piece) => piece.edited);
  return make("li", { className: mine ? "message mine" : "message", id: `${hands.side}-${first.uid}`, tabIndex: 0 },
    tools(pieces, text, mine, hands),
    make("div", { className: "who", style: `--who: ${face(first.from)}` }, first.sender,
      first.via ? make("span", { className: "origin" }, `via ${first.via}`) : null,
      first.forwarded ? make("span", { className: "origin" }, `forwarded from ${first.forwarded}`) : null),
    first.reply ? quoted(first.reply, hands) : null,
    pieces.length > 1 ? make("div", { className: "album" }, ...pieces.map((piece) => attachment(piece)))
      : attachment(first),
    make("span", { className: "what" }, ...formatted(text.text, text.entities)),
    make("span", { className: "when" }, edited ? `edited ${when}` : when),
    reactions(pieces, hands),
    keys(first, hands));
}

function quoted(reply, hands) {
  const words = reply.quoted ? `“${reply.text}”` : reply.text;
  const node = button("", () => {
    const target = document.getElementById(`${hands.side}-${reply.uid}`);
    target?.scrollIntoView({ block: "center" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1200);
  }, { className: reply.quoted ? "reply quoted" : "reply" });
  node.replaceChildren(make("span", {}, reply.sender), make("span", {}, reply.gone ? "deleted message" : words));
  return node;
}

function attachment(message) {
  if (message.kind === "text") return null;
  if (message.picture !== undefined) {
    return make("img", {
      className: message.spoiler ? "picture hidden-picture" : "picture", src: `/sim/file/${message.picture}`,
      alt: `${message.kind.replaceAll("_", " ")} ${message.file ?? ""}`, loading: "lazy",
    });
  }
  const detail = message.file ?? (message.value ? JSON.stringify(message.value) : "");
  return make("div", { className: "file" }, make("strong", {}, message.kind.replaceAll("_", " ")),
    make("span", {}, detail));
}

// One chip an emoji, with how many and who; pressing it gives or takes back one's own.
function reactions(pieces, hands) {
  const all = pieces.flatMap((piece) => piece.reactions.map(([who, emoji]) => ({ who, emoji, uid: piece.uid })));
  if (!all.length) return null;
  const chips = [...new Set(all.map((one) => one.emoji))].map((emoji) => {
    const these = all.filter((one) => one.emoji === emoji);
    const own = these.some((one) => one.who === hands.name);
    const who = these.map((one) => one.who).join(", ");
    const shown = emoji.startsWith("custom:") ? "✦" : emoji;
    return button(these.length > 1 ? `${shown} ${these.length}` : shown, () => react(these[0].uid, own ? null : emoji, hands),
      { title: who, "aria-label": `${emoji} by ${who}`, "aria-pressed": String(own) });
  });
  return make("div", { className: "reactions" }, ...chips);
}

function react(message, emoji, hands) {
  return act("react", emoji ? { from: hands.me, message, emoji } : { from: hands.me, message });
}

function keys(message, hands) {
  if (!message.buttons?.length) return null;
  return make("div", { className: "keys" }, ...message.buttons.map((row) => make("div", {}, ...row.map((key) => {
    const invited = /^https:\/\/t\.me\/(\w+)\?startgroup=/.exec(key.url ?? "");
    if (invited && hands.invite) return button(key.text, () => hands.invite(invited[1]));
    if (/^https?:\/\//.test(key.url ?? "")) {
      return make("a", { href: key.url, title: key.url, target: "_blank", rel: "noopener noreferrer" }, key.text);
    }
    return button(key.text, () => press({ from: hands.me, message: message.uid, data: key.callback_data }),
      { disabled: !key.callback_data });
  }))));
}

// Presses a button; what its bot answers is shown for a moment, as in Telegram.
async function press(fields) {
  const pressed = await act("press", fields);
  if (!pressed.ok) return;
  for (let look = 0; look < 50; look += 1) {
    const { answer } = await fetch(`/sim/press/${pressed.result.query}`)
      .then((response) => response.json(), () => ({}));
    if (answer) {
      if (answer.text) toast(answer.text);
      return;
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

function tools(pieces, text, mine, hands) {
  const [first] = pieces;
  const bar = make("div", { className: "tools", role: "toolbar", "aria-label": "What to do with this message" });
  const palette = () => bar.replaceChildren(...PALETTE.map((emoji) =>
    button(emoji, () => react(first.uid, emoji, hands), { "aria-label": `React with ${emoji}` })),
    button("✕", plain, { "aria-label": "No reaction" }));
  const more = pieces.slice(1).map((piece) => piece.uid);
  const plain = () => bar.replaceChildren(...[
    button("Reply", () => hands.reply(first, selected(text))),
    button("React", palette, { "aria-haspopup": "true" }),
    mine ? button("Edit", () => hands.edit(text)) : null,
    mine || hands.private ? button("Delete", () => act("delete", { from: hands.me, message: first.uid, more })) : null,
  ].filter(Boolean));
  plain();
  return bar;
}

// What is marked of this message's text becomes the quote of a reply.
function selected(message) {
  const marked = String(getSelection() ?? "").trim();
  return marked && message.text.includes(marked) ? marked : null;
}

// Cuts a text at every entity's border. Offsets are UTF-16, and so are JavaScript's.
export function formatted(text, entities) {
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
