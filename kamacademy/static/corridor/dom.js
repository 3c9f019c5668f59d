// Builds elements from plain values: text is always text, so nothing that was typed can become markup.

const SVG = "http://www.w3.org/2000/svg";

function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "inert") element[name] = value;
  else element.setAttribute(name, value === true ? "" : value);
}

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

export function hidden(words) {
  return h("span", { class: "visually-hidden" }, words);
}
