"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const data = JSON.parse(one("#data").textContent);
  const pictures = JSON.parse(one("#pictures").textContent);
  const items = all(".item");
  const storage = "review:" + data.key;

  // Pictures: decoded when they come near the window, both at one scale.
  function draw(figure) {
    const pair = pictures[figure.dataset.figure];
    if (!pair || figure.dataset.drawn) return;
    figure.dataset.drawn = "yes";
    const widest = Math.max(pair.old[1], pair.new[1]);
    figure.style.setProperty("--ratio", widest + " / " + Math.max(pair.old[2], pair.new[2]));
    for (const side of ["old", "new"]) {
      const image = one("img." + side, figure);
      image.decoding = "async";
      image.style.width = (100 * pair[side][1]) / widest + "%";
      image.style.aspectRatio = pair[side][1] + " / " + pair[side][2];
      image.src = pair[side][0];
    }
  }
  const figures = all(".compare");
  const watcher = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) { draw(entry.target); watcher.unobserve(entry.target); }
  }, { rootMargin: "600px" });
  figures.forEach((figure) => {
    watcher.observe(figure);
    figure.addEventListener("input", (event) => {
      if (event.target.type === "radio") figure.dataset.mode = event.target.value;
      else {
        figure.style.setProperty("--at", event.target.value + "%");
        figure.style.setProperty("--mix", event.target.value / 100);
      }
    });
  });
  addEventListener("beforeprint", () => figures.forEach(draw));

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
    one("#shown").textContent = data.words.shown.replace("{n}", shown).replace("{all}", items.length);
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
    one("#progress").textContent = data.words.progress.replace("{n}", done).replace("{all}", items.length);
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
  progress();
  filter();
})();
