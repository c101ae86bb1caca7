"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const data = JSON.parse(one("#data").textContent);
  const items = all(".item");
  const storage = "review:" + data.key;

  // Languages: what the program says is numbered (data-t, data-a its values; data-label and data-alt for names); the report's own words stay.
  let language = data.language;
  function say(number, values) {
    const text = data.texts[language][number];
    return values ? text.replace(/\{(\w+)\}/g, (found, name) => (name in values ? values[name] : found)) : text;
  }
  const named = (element) => ({ title: element.closest(".item") ? one("h3", element.closest(".item")).textContent : "" });
  function speak(wanted) {
    if (wanted !== language) {
      language = wanted;
      document.documentElement.lang = language;
      document.title = say(data.numbers.heading) + ": " + data.title;
      for (const each of all("[data-t]")) each.textContent = say(each.dataset.t, each.dataset.a && JSON.parse(each.dataset.a));
      for (const each of all("[data-label]")) each.setAttribute("aria-label", say(each.dataset.label, named(each)));
      for (const each of all("[data-alt]")) each.alt = say(each.dataset.alt, named(each));
    }
    all("[data-language]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === language)));
  }
  one(".languages").hidden = false;
  all("[data-language]").forEach((button) => button.addEventListener("click", () => {
    speak(button.dataset.language);
    try { localStorage.setItem("review-language", language); } catch { /* a page opened from a mail may have none */ }
    progress();
    filter();
  }));
  function remembered() {
    try { return localStorage.getItem("review-language"); } catch { return null; }
  }

  // Pictures: packed in the page, each once. Near the window they are unpacked at once, the others when the browser has nothing else to do, so
  // that all are there to be printed; loading="lazy" leaves it to the browser to draw them only when they are seen or printed.
  const able = "DecompressionStream" in window;
  async function unpacked(id) {
    const bytes = Uint8Array.from(atob(one("#" + id).textContent), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }
  const addresses = {};
  let parts;
  async function address(id) {
    parts = parts || unpacked("parts").then((text) => text.split("\0"));
    const [shared, text] = await Promise.all([parts, unpacked(id)]);
    const picture = text.replace(/\0(\d+)\0/g, (_, number) => shared[number]);
    return URL.createObjectURL(new Blob([picture], { type: "image/svg+xml" }));
  }
  const drawn = new Map();
  function draw(figure) {
    if (!drawn.has(figure)) drawn.set(figure, drawPair(figure));
    return drawn.get(figure);
  }
  async function drawPair(figure) {
    for (const side of able ? ["old", "new"] : []) {
      const id = figure.dataset[side].split(" ")[0];
      addresses[id] = addresses[id] || address(id);
      one("img." + side, figure).src = await addresses[id];
    }
    figure.dataset.drawn = "yes";
  }
  function place(figure) {
    const [old, now] = ["old", "new"].map((side) => figure.dataset[side].split(" ").slice(1).map(Number));
    const widest = Math.max(old[0], now[0]);
    figure.style.setProperty("--ratio", widest + " / " + Math.max(old[1], now[1]));
    [["old", old], ["new", now]].forEach(([side, size]) => {
      const image = one("img." + side, figure);
      image.style.width = (100 * size[0]) / widest + "%";
      image.style.aspectRatio = size[0] + " / " + size[1];
    });
  }
  const figures = all(".compare");
  const watcher = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) { draw(entry.target); watcher.unobserve(entry.target); }
  }, { rootMargin: "600px" });
  figures.forEach((figure) => {
    place(figure);
    watcher.observe(figure);
    figure.addEventListener("input", (event) => {
      if (event.target.type === "radio") figure.dataset.mode = event.target.value;
      else {
        figure.style.setProperty("--at", event.target.value + "%");
        figure.style.setProperty("--mix", event.target.value / 100);
      }
    });
  });
  const idle = () => new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go) : setTimeout(go, 30)));
  async function drawAll(rest) {
    for (const figure of figures) if (!drawn.has(figure)) { await rest(); await draw(figure); }
    await Promise.all(drawn.values());
  }
  function notice(key) {
    const said = one("#notice");
    said.hidden = !key;
    if (key) { said.dataset.t = data.numbers[key]; said.textContent = say(said.dataset.t); }
  }
  let closed = [];
  addEventListener("beforeprint", () => { closed = all("details:not([open])"); closed.forEach((each) => { each.open = true; }); });
  addEventListener("afterprint", () => closed.forEach((each) => { each.open = false; }));
  if (able) addEventListener("load", () => drawAll(idle));
  else if (figures.length) notice("needs_newer");
  one("#print").addEventListener("click", async () => {
    const button = one("#print span"), before = button.dataset.t;
    const label = (number) => { button.dataset.t = number; button.textContent = say(number); };
    label(data.numbers.printing);
    await drawAll(() => undefined);
    label(before);
    print();
  });

  // Filters
  let cause = "";
  function filter() {
    const facets = new Set(all(".facet:checked").map((box) => box.value));
    const chapter = one("#chapter").value, open = one("#open").checked;
    const search = one("#search").value.trim().toLowerCase();
    let shown = 0;
    for (const item of items) {
      const causes = item.dataset.causes.split(" ");
      const keep = (item.dataset.facet === "claim" || facets.has(item.dataset.facet))
        && (!chapter || item.dataset.chapter === chapter)
        && (!cause || causes.includes(cause))
        && (!open || !("quiet" in item.dataset || "done" in item.dataset))
        && (!search || item.textContent.toLowerCase().includes(search));
      item.hidden = !keep;
      shown += keep;
    }
    all(".chapter").forEach((section) => { section.hidden = !one(".item:not([hidden])", section); });
    one("#shown").textContent = say(data.numbers.shown, { n: shown, all: items.length });
  }
  const form = one(".filters");
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { press(""); setTimeout(filter); });
  function press(id) {
    cause = id;
    all(".only").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.cause === id && id !== "")));
  }
  all(".only").forEach((button) => button.addEventListener("click", () => { press(cause === button.dataset.cause ? "" : button.dataset.cause); filter(); }));

  // What is expected; kept in this browser until it is downloaded.
  const boxes = all(".expected:not(:disabled)"), remarks = all(".remark");
  const remark = (id) => remarks.find((field) => field.dataset.id === id);
  function keep() {
    const state = { by: one("#by").value, marks: boxes.filter((b) => b.checked).map((b) => b.dataset.id), remarks: {} };
    remarks.forEach((field) => { if (field.value) state.remarks[field.dataset.id] = field.value; });
    try { localStorage.setItem(storage, JSON.stringify(state)); } catch { /* a page opened from a mail may have none */ }
    progress();
  }
  function recall() {
    try {
      const state = JSON.parse(localStorage.getItem(storage));
      if (!state) return;
      one("#by").value = state.by;
      boxes.forEach((box) => { box.checked = state.marks.includes(box.dataset.id); });
      remarks.forEach((field) => { field.value = state.remarks[field.dataset.id] || ""; });
    } catch { /* nothing was kept */ }
  }
  function progress() {
    boxes.forEach((box) => box.closest(".item").toggleAttribute("data-done", box.checked));
    const done = items.length - boxes.length + boxes.filter((box) => box.checked).length;
    one("#progress").textContent = say(data.numbers.progress, { n: done, all: items.length });
  }
  document.addEventListener("input", (event) => { if (event.target.matches(".expected, .remark, #by")) keep(); });
  one("#all-shown").addEventListener("click", () => {
    boxes.forEach((box) => { if (!box.closest(".item").hidden) box.checked = true; });
    keep();
  });
  one("#download").addEventListener("click", () => {
    const by = one("#by").value.trim(), date = new Date().toISOString().slice(0, 10);
    const decisions = boxes.filter((box) => box.checked).map((box) => ({
      id: box.dataset.id, what: box.dataset.what, comment: remark(box.dataset.id).value.trim(), by, date,
    }));
    const text = JSON.stringify({ format: 1, release: data.release, decisions }, null, 1) + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const who = by.toLowerCase().replace(/[^a-z0-9æøå]+/g, "-").replace(/^-|-$/g, "");
    link.download = "signoff" + (who ? "-" + who : "") + "-" + date + ".json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // Keys: j and k from change to change, e expected, 1 to 4 how a figure is shown.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(text|search)$/.test(event.target.type) || event.target.tagName === "SELECT") return;
    const seen = items.filter((item) => !item.hidden);
    const at = seen.indexOf(document.activeElement.closest(".item"));
    if (event.key === "j" || event.key === "k") {
      const next = seen[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), seen.length - 1)];
      if (next) { next.focus(); next.scrollIntoView({ block: "center" }); }
    } else if (event.key === "e" && at >= 0) {
      const box = one(".expected:not(:disabled)", seen[at]);
      if (box) { box.checked = !box.checked; keep(); }
    } else if ("1234".includes(event.key) && at >= 0) {
      const radio = all("input[type=radio]", seen[at])[event.key - 1];
      if (radio) { radio.checked = true; radio.dispatchEvent(new Event("input", { bubbles: true })); }
    }
  });

  recall();
  speak(remembered() in data.texts ? remembered() : language);
  progress();
  filter();
})();
