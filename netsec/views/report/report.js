
"use strict";
(() => {
  // Sentences are in the page, in its language: %1, %2, … are their blanks.
  const filled = (template, ...facts) => template.replace(/%([1-9])/g, (_, number) => facts[number - 1]);
  const texts = document.body.dataset;

  // Rows that hold every word of the search stay.
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const rows = [...document.querySelectorAll("#rows tbody tr")];
  const contents = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => contents[number].includes(word));
      left += row.hidden ? 0 : 1;
    });
    count.textContent = filled(texts.rowsOf, left, rows.length);
  };
  search.addEventListener("input", filter);

  // From a group along the edges, both ways, as far as they lead.
  const picture = document.querySelector("svg.netsec");
  const followed = document.getElementById("followed");
  const chips = [...picture.querySelectorAll("[data-id][tabindex]")];
  const edges = [...picture.querySelectorAll("[data-from]")];
  const name = (id) => picture.querySelector(`[data-id="${id}"] text`).textContent;
  let pinned = "";

  const along = (start, from, to) => {
    const met = new Set([start]);
    const taken = new Set();
    const look = [start];
    while (look.length) {
      const here = look.pop();
      for (const edge of edges.filter((each) => each.dataset[from] === here)) {
        taken.add(edge);
        if (!met.has(edge.dataset[to])) {
          met.add(edge.dataset[to]);
          look.push(edge.dataset[to]);
        }
      }
    }
    return { met, taken };
  };

  const follow = (id) => {
    const ahead = along(id, "from", "to");
    const behind = along(id, "to", "from");
    picture.classList.add("following");
    for (const chip of chips) {
      chip.classList.toggle("lit", ahead.met.has(chip.dataset.id) || behind.met.has(chip.dataset.id));
    }
    for (const edge of edges) {
      edge.classList.toggle("lit", ahead.taken.has(edge) || behind.taken.has(edge));
    }
    const list = (met) => [...met].filter((each) => each !== id).map(name).join(", ") || texts.nothing;
    followed.textContent = filled(texts.followed, name(id), list(behind.met), list(ahead.met));
  };
  const release = () => {
    picture.classList.remove("following");
    for (const each of [...chips, ...edges]) each.classList.remove("lit");
    followed.textContent = "";
  };
  const rest = () => (pinned ? follow(pinned) : release());
  const pin = (id) => {
    pinned = pinned === id ? "" : id;
    rest();
  };

  for (const chip of chips) {
    chip.addEventListener("mouseenter", () => follow(chip.dataset.id));
    chip.addEventListener("mouseleave", rest);
    chip.addEventListener("focus", () => follow(chip.dataset.id));
    chip.addEventListener("blur", rest);
    chip.addEventListener("click", () => pin(chip.dataset.id));
    chip.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pin(chip.dataset.id);
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pinned = "";
      release();
    }
  });
})();
