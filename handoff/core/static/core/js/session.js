// Warns before the session ends, and has the server keep what is typed in long forms (docs/adr/0035).
// Nothing is stored in the browser. Pages work without this file: a form sent too late is kept by the server.
(function () {
  "use strict";

  var TYPING_ENDS_AFTER = 1500;
  var dialog = document.querySelector("dialog[data-session-seconds]");
  if (!dialog || !dialog.showModal || !window.fetch) {
    return;
  }
  var warning = Number(dialog.dataset.sessionWarning);
  var others = window.BroadcastChannel ? new BroadcastChannel("handoff-session") : null;
  var endsAt = 0;
  var warned = false;
  var waiting = new Map();
  var before = new Map();
  var shown = document.querySelector("[data-typed-state]");
  var opened = shown ? shown.dataset.typedState : "";
  var page = Array.from(window.crypto.getRandomValues(new Uint32Array(4))).join("-");

  function show(name) {
    return dialog.querySelector("[data-session-" + name + "]");
  }

  function open() {
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function look() {
    var left = (endsAt - Date.now()) / 1000;
    if (left <= 0) {
      show("soon").hidden = true;
      show("over").hidden = false;
      dialog.setAttribute("aria-labelledby", "");
      dialog.setAttribute("aria-label", show("over").querySelector("h2").textContent);
      open();
      return;
    }
    if (left <= warning && !warned) {
      warned = true;
      open();
    }
    // A computer that slept wakes late: look often instead of trusting one long timer.
    window.setTimeout(look, Math.min(Math.max(left - (warned ? 0 : warning), 0.2), 15) * 1000);
  }

  function extend(seconds, quietly) {
    endsAt = Date.now() + seconds * 1000;
    if (seconds > warning) {
      warned = false;
      if (dialog.open) {
        dialog.close();
      }
    }
    if (others && !quietly) {
      others.postMessage({ seconds: seconds });
    }
  }

  function post(url, body, more) {
    var options = { method: "POST", body: body, credentials: "same-origin", redirect: "error" };
    options.headers = { Accept: "application/json" };
    return window.fetch(url, Object.assign(options, more || {})).then(function (answer) {
      if (!answer.ok) {
        throw new Error("not kept");
      }
      return answer.json();
    });
  }

  function stay(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    var form = event.target;
    post(form.action, new URLSearchParams(new FormData(form))).then(
      function (answer) {
        show("idle").hidden = !answer.can_extend;
        show("longest").hidden = answer.can_extend;
        extend(answer.seconds);
      },
      function () {
        // The server no longer knows the session, or can't be reached: look at what it says.
        endsAt = Math.min(endsAt, Date.now());
        look();
      }
    );
  }

  function entries(form) {
    var sent = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string") {
        sent.append(name, value);
      }
    });
    sent.delete("kept");
    sent.set("kept_page", window.location.pathname);
    return sent;
  }

  // The form carries that something of it is kept, which open page it is, and which text that page was opened with.
  function mark(form, name, value) {
    var input = form.querySelector("input[name=" + name + "]");
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }

  function markKept(form) {
    mark(form, "kept", "1");
    mark(form, "kept_by", page);
    mark(form, "kept_after", opened);
  }

  // There before anything is said in it, so that screen readers read what comes.
  function statusOf(form) {
    var line = form.querySelector("[data-draft-status]");
    if (!line) {
      line = document.createElement("p");
      line.className = "usa-hint";
      line.setAttribute("role", "status");
      line.setAttribute("aria-live", "polite");
      line.setAttribute("data-draft-status", "");
      var buttons = form.querySelector(".buttons");
      form.insertBefore(line, buttons && buttons.parentNode === form ? buttons : null);
    }
    return line;
  }

  function say(form, words) {
    var line = statusOf(form);
    if (line.textContent !== words) {
      line.textContent = words;
    }
  }

  function keep(form, more) {
    window.clearTimeout(waiting.get(form));
    waiting.delete(form);
    // Marked before the answer: a form that is sent meanwhile still ends what is kept of it.
    markKept(form);
    var sent = entries(form);
    // A box that loses focus reports a change too, and must not count as use of the session.
    if (form.hasAttribute("data-sent") || before.get(form) === String(sent)) {
      return;
    }
    before.set(form, String(sent));
    post(dialog.dataset.keepAt, sent, more).then(function (answer) {
      if (answer.said) {
        say(form, answer.said);
      }
      extend(answer.seconds);
    }, function () {
      before.delete(form);
      say(form, dialog.dataset.notKept);
    });
  }

  function typed(event) {
    var field = event.target;
    var form = field.form;
    var box = field.closest && field.closest("[data-keep]");
    if (!dialog.dataset.keepAt || !form || !(box || field.hasAttribute("data-keep"))) {
      return;
    }
    statusOf(form);
    window.clearTimeout(waiting.get(form));
    waiting.set(form, window.setTimeout(keep, TYPING_ENDS_AFTER, form));
  }

  function keepAll() {
    waiting.forEach(function (timer, form) {
      keep(form, { keepalive: true });
    });
  }

  extend(Number(dialog.dataset.sessionSeconds));
  if (others) {
    others.addEventListener("message", function (event) {
      extend(event.data.seconds, true);
    });
  }
  dialog.querySelector("[data-session-stay]").addEventListener("submit", stay, true);
  dialog.querySelectorAll("[data-session-close]").forEach(function (button) {
    button.addEventListener("click", function () {
      dialog.close();
    });
  });
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  window.addEventListener("pagehide", keepAll);
  look();
})();
