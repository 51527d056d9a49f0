// What every part of the page uses. Everything that people wrote is put in as text, never as markup.

export const GENERAL = 1;
export const $ = (selector, root = document) => root.querySelector(selector);

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "style") node.style.cssText = value;
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function button(label, run, properties = {}) {
  const node = make("button", { type: "button", ...properties }, label);
  node.addEventListener("click", run);
  return node;
}

const unreachable = () => ({ ok: false, error: "the simulator does not answer" });

export async function act(verb, fields) {
  const answer = await fetch(`/sim/${verb}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  }).then((response) => response.json(), unreachable);
  if (!answer.ok) toast(answer.error);
  return answer;
}

// Takes a picture from this machine to the simulator; what it answers goes into "say".
export async function upload(file) {
  const kind = file.type.startsWith("video/") ? "video" : file.type.startsWith("image/") ? "photo" : "document";
  const query = new URLSearchParams({ name: file.name, kind });
  const answer = await fetch(`/sim/upload?${query}`, { method: "POST", body: file })
    .then((response) => response.json(), unreachable);
  if (!answer.ok) {
    toast(answer.error);
    return null;
  }
  return { kind, name: file.name, upload: answer.result.upload };
}

let timer;
export function toast(text) {
  const node = $("#toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(timer);
  timer = setTimeout(() => node.classList.remove("shown"), 4000);
}

const FACES = ["#d1587a", "#c77b30", "#5b8f3a", "#2d8f8a", "#3f78c4", "#7a62c9", "#a8588f"];
export const face = (id) => FACES[Math.abs(id) % FACES.length];
export const hex = (color) => `#${color.toString(16).padStart(6, "0")}`;
export const initial = (name) => [...name.replace(/^[^\p{L}\p{N}]+/u, "")][0]?.toUpperCase() ?? "·";
