// What every page does with scripts; all of it works without.

// A form that takes its time says so, and is sent once.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.busy;
    // Not at once: a disabled button's name would not be sent with the form.
    setTimeout(() => { button.disabled = true; });
  });
}

// Coming back to the page, its form may be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
