// Copies a text to reuse. The button shows only where this runs; without it the text is there to be selected.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const status = button.parentElement.querySelector("[role=status]");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const { copies, copied, failed } = button.dataset;
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(document.getElementById(copies).innerText.trim());
      status.textContent = copied;
    } catch {
      status.textContent = failed;
    }
  });
}
