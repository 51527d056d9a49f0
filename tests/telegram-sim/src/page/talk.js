// One conversation: its messages, and the line to write in.

import { $, act, button, GENERAL, make, toast, upload } from "./base.js";
import { blocks, bubble } from "./bubble.js";

const ALBUM_LIMIT = 10;

export class Talk {
  constructor(root, side, { nameOf, changed, invite }) {
    root.append($("#talk-template").content.cloneNode(true));
    Object.assign(this, { root, side, nameOf, invite, place: null, drawn: null, subject: null });
    this.list = $(".messages", root);
    this.text = $("textarea", root);
    this.files = $("input[type=file]", root);
    $(".composer", root).addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("input", () => this.grow());
    $(".attach", root).addEventListener("click", () => this.files.click());
    this.files.addEventListener("change", () => this.sendFiles([...this.files.files]));
    $(".subject button", root).addEventListener("click", () => this.about(null));
    $(".as select", root).addEventListener("change", changed);
    $(".act", root).addEventListener("click", () => this.place?.action?.run());
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.subject) {
      this.about(null);
    } else if (event.key === "ArrowUp" && !this.text.value) {
      const own = this.place?.messages.findLast((message) => message.from === this.place.from && !message.service);
      if (own) this.edit(own);
    }
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  // What is being answered or edited.
  about(subject) {
    if (this.subject?.edit || subject?.edit) this.text.value = subject?.edit ? subject.message.text : "";
    this.subject = subject;
    const bar = $(".subject", this.root);
    bar.hidden = !subject;
    if (subject) {
      const { message, quote } = subject;
      const words = quote ? `“${quote}”` : message.text || message.kind;
      $("span", bar).textContent = subject.edit ? `Edit: ${words}` : `${message.sender}: ${words}`;
      this.text.focus();
    }
    this.grow();
  }

  edit(message) {
    this.about({ edit: true, message });
  }

  // Where a message goes, and what it answers.
  said() {
    const { from, to, thread } = this.place;
    const said = { from, to };
    if (thread && thread !== GENERAL) said.thread = thread;
    if (this.subject && !this.subject.edit) {
      said.reply_to = this.subject.message.uid;
      if (this.subject.quote) said.quote = this.subject.quote;
    }
    return said;
  }

  async send() {
    const text = this.text.value;
    if (!this.place?.to || !text.trim()) return;
    const answer = this.subject?.edit
      ? await act("edit", { from: this.place.from, message: this.subject.message.uid, text })
      : await act("say", { ...this.said(), text });
    if (answer.ok) this.done();
  }

  // One file is a message of its own, more become an album; the text is the caption of the first.
  async sendFiles(chosen) {
    this.files.value = "";
    if (!this.place?.to || !chosen.length) return;
    if (chosen.length > ALBUM_LIMIT) return toast(`An album has at most ${ALBUM_LIMIT} files.`);
    const said = this.said();
    if (chosen.length > 1) said.album = `16${Date.now()}`;
    let text = this.text.value;
    for (const one of chosen) {
      const file = await upload(one);
      if (!file || !(await act("say", { ...said, text, file })).ok) return;
      text = "";
    }
    this.done();
  }

  done() {
    this.about(null);
    this.text.value = "";
    this.grow();
  }

  show(place) {
    if (this.place?.key !== place.key) {
      this.about(null);
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
    const hands = {
      me: place.from, name: this.nameOf(place.from), side: this.side, private: Boolean(place.private),
      reply: (message, quote) => this.about({ message, quote }), edit: (message) => this.edit(message),
      invite: this.place.private ? (username) => this.invite(this.place.from, username) : null,
    };
    const bubbles = blocks(place.messages).map((pieces) => bubble(pieces, hands));
    this.list.replaceChildren(...(bubbles.length ? bubbles : [make("li", { className: "empty" }, place.hint)]));
    if (this.subject && !place.messages.some((message) => message.uid === this.subject.message.uid)) this.about(null);
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  chooser(writers) {
    const label = $(".as", this.root);
    const select = $("select", label);
    label.hidden = !writers || writers.length < 2;
    const options = (writers ?? []).map((id) =>
      make("option", { value: id, selected: id === this.place.from }, this.nameOf(id)));
    if (document.activeElement !== select) select.replaceChildren(...options);
  }

  get writer() {
    return Number($(".as select", this.root).value) || null;
  }
}
