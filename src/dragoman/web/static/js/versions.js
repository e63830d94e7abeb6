// The slider goes to a version when it is let go, and names the one it stands on while it moves.

const form = document.querySelector("form[data-versions]");
const slider = form.querySelector("input[type=range]");
const told = form.querySelector("output");
const links = new Map([...form.querySelectorAll("a[data-version]")].map((one) => [one.dataset.version, one]));

form.querySelector("button").hidden = true;
slider.addEventListener("input", () => {
  const here = links.get(slider.value);
  const when = here ? here.querySelector("time").textContent : "";
  told.textContent = `${slider.value} / ${slider.max} · ${when}`;
  slider.setAttribute("aria-valuetext", told.textContent);
});
slider.addEventListener("change", () => { form.requestSubmit(); });
