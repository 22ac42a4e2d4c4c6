// Forms with a picture to read and a code by SMS: the next picture, the sending and its countdown, and the lists of
// provinces, cities and districts, all without leaving the page. Without this script each is a button of the form.

function showPicture(token) {
  const part = document.querySelector("[data-picture]");
  if (!part || !token) return;
  part.querySelector("[name=captcha_token]").value = token;
  part.querySelector("[name=captcha]").value = "";
  part.querySelector("img").src = `/captcha/${token}.png`;
  part.querySelector("audio").src = `/captcha/${token}.wav`;
}

async function send(address, form) {
  const answer = await fetch(address, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Error("no answer that a script can read");
  return answer.json();
}

function clear(form) {
  for (const told of form.querySelectorAll("[data-told]")) told.remove();
}

function tell(field, sentence) {
  const control = document.getElementById(`field-${field}`) ?? document.getElementById("field-code");
  const line = document.createElement("p");
  line.className = "xf-error";
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  control.closest(".form-group").append(line);
  return control;
}

function countDown(button, seconds) {
  const word = button.dataset.word ?? (button.dataset.word = button.textContent);
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? button.dataset.again.replace("{}", left) : word;
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}

async function sendCode(button) {
  const form = button.form;
  button.disabled = true;
  clear(form);
  try {
    const answer = await send(button.dataset.sendCode, form);
    showPicture(answer.picture);
    if (!answer.problems.length) {
      form.querySelector("[data-code-told]").textContent = answer.sentence;
      form.querySelector("[name=code]").focus();
      countDown(button, answer.wait);
      return;
    }
    const controls = answer.problems.map(([field, sentence]) => tell(field, sentence));
    controls[0].focus();
    button.disabled = false;
  } catch {
    // The page is too old, or the house too busy: the form itself goes, and the answer says why.
    button.disabled = false;
    delete button.dataset.sendCode;
    form.requestSubmit(button);
  }
}

document.addEventListener("click", (event) => {
  const code = event.target.closest("[data-send-code]");
  if (code) {
    event.preventDefault();
    sendCode(code);
    return;
  }
  const another = event.target.closest("[data-another]");
  if (!another) return;
  event.preventDefault();
  const address = another.closest("[data-picture]").dataset.address;
  send(address, another.form).then((answer) => showPicture(answer.picture)).catch(() => location.reload());
});

for (const part of document.querySelectorAll("[data-places]")) {
  const selects = [...part.querySelectorAll("select")];
  part.querySelector("[data-without-script]").hidden = true;
  const settle = () => selects.slice(1).forEach((select) => (select.disabled = select.options.length < 2));
  let asked = 0;
  part.addEventListener("change", async (event) => {
    const number = (asked += 1);
    const place = selects.indexOf(event.target);
    for (const below of selects.slice(place + 1)) below.replaceChildren(below.options[0]);
    const next = selects[place + 1];
    if (next && event.target.value) {
      const answer = await fetch(`${part.dataset.places}?parent=${encodeURIComponent(event.target.value)}`);
      const places = await answer.json();
      if (number !== asked) return; // another choice has been made since
      next.append(...places.map(([code, title]) => new Option(title, code)));
    }
    settle();
  });
  settle();
}
