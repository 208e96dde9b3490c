// Keeps a form of field work on this phone while there is no network, and sends it when there is (K3, docs/adr/0072).
// What is kept is closed in a box that only the server opens; on the phone it can be erased, never read.
// Pages work without this file: without a network the browser then says so, and nothing is saved.
(function () {
  "use strict";

  var PATIENCE = 4000;
  var AGAIN_AFTER = 60000;
  var MARK = "HANDOFF-BOX-1";
  var DATABASE = "handoff-kept";
  var place = document.querySelector("[data-phone]");
  if (!place || !window.indexedDB || !indexedDB.databases || !window.crypto || !crypto.subtle) {
    return;
  }
  var text = new TextEncoder();
  var count = 0;
  var sending = null;
  var passed = new WeakSet();
  var asking = new WeakSet();

  // --- What the phone keeps -----------------------------------------------------------------------------------------

  function promised(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () {
        resolve(request.result);
      };
      request.onerror = function () {
        reject(request.error);
      };
    });
  }

  function inStore(mode, act) {
    var opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = function () {
      opening.result.createObjectStore("boxes", { keyPath: "key" });
    };
    return promised(opening).then(function (database) {
      var done = act(database.transaction("boxes", mode, { durability: "strict" }).objectStore("boxes"));
      return promised(done).finally(function () {
        database.close();
      });
    });
  }

  // Where nothing was ever kept, no database is made.
  function readKept() {
    return indexedDB.databases().then(function (all) {
      var there = all.some(function (each) {
        return each.name === DATABASE;
      });
      return there ? inStore("readonly", function (store) {
        return store.getAll();
      }) : [];
    });
  }

  function erase(key) {
    return inStore("readwrite", function (store) {
      return store.delete(key);
    });
  }

  // --- Closing a box ------------------------------------------------------------------------------------------------

  function fromBase64(words) {
    return Uint8Array.from(atob(words), function (letter) {
      return letter.charCodeAt(0);
    });
  }

  function toBase64(bytes) {
    return btoa(Array.from(bytes, function (byte) {
      return String.fromCharCode(byte);
    }).join(""));
  }

  function joined() {
    return new Uint8Array(Array.prototype.reduce.call(arguments, function (all, part) {
      return all.concat(Array.from(part));
    }, []));
  }

  async function closeBox(content, belongsTo) {
    var curve = { name: "ECDH", namedCurve: "P-256" };
    var receiver = fromBase64(place.dataset.point);
    var own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    var sender = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    var theirs = await crypto.subtle.importKey("raw", receiver, curve, false, []);
    var shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    var source = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    var how = { name: "HKDF", hash: "SHA-256", salt: joined(sender, receiver), info: text.encode(MARK) };
    var key = await crypto.subtle.deriveKey(how, source, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    var nonce = crypto.getRandomValues(new Uint8Array(12));
    var options = { name: "AES-GCM", iv: nonce, additionalData: text.encode(belongsTo) };
    var sealed = await crypto.subtle.encrypt(options, key, text.encode(content));
    return joined(sender, nonce, new Uint8Array(sealed));
  }

  function entriesOf(form, button) {
    var entries = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") {
        entries.push([name, value]);
      }
    });
    if (button && button.name) {
      entries.push([button.name, button.value]);
    }
    return entries;
  }

  async function keep(form, button) {
    var path = new URL(form.action).pathname;
    var box = await closeBox(JSON.stringify(entriesOf(form, button)), place.dataset.belongsTo + " " + path);
    var key = form.elements.submission_key.value;
    await inStore("readwrite", function (store) {
      return store.put({ key: key, path: path, box: box, typed: Date.now() });
    });
  }

  // --- Saying what is so --------------------------------------------------------------------------------------------

  function words(name, number) {
    return place.dataset[name + (number === 1 ? "One" : "More")].replace("{count}", number);
  }

  function line(said, link) {
    var paragraph = document.createElement("p");
    paragraph.className = "usa-alert__text";
    paragraph.textContent = said;
    if (link) {
      paragraph.append(" ", link);
    }
    return paragraph;
  }

  function anchor(path, label) {
    var link = document.createElement("a");
    link.className = "usa-link";
    link.href = path;
    link.textContent = label;
    return link;
  }

  function eraser(keys) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "usa-button usa-button--outline";
    button.textContent = place.dataset.erase;
    button.addEventListener("click", function () {
      Promise.all(keys.map(erase)).then(start);
    });
    return button;
  }

  function show(found) {
    var lines = [];
    if (found.saved) {
      lines.push(line(words("saved", found.saved), anchor(window.location.href, place.dataset.look)));
    }
    if (found.waiting) {
      lines.push(line(words("waiting", found.waiting)));
    }
    found.asked.forEach(function (path) {
      lines.push(line(place.dataset.asked, anchor(path, place.dataset.open)));
    });
    if (found.gone.length) {
      lines.push(line(words("gone", found.gone.length), eraser(found.gone)));
    }
    if (found.foreign) {
      lines.push(line(words("foreign", found.foreign)));
    }
    place.querySelector("[data-kept-said]").replaceChildren.apply(place.querySelector("[data-kept-said]"), lines);
    place.hidden = !lines.length;
  }

  // --- Sending ------------------------------------------------------------------------------------------------------

  function post(kept) {
    var body = new URLSearchParams();
    body.set("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("box", toBase64(kept.box));
    body.set("age", String(Math.max(0, Math.round((Date.now() - kept.typed) / 1000))));
    return window.fetch(kept.path, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      redirect: "manual",
      referrer: kept.path,
      headers: { Accept: "application/json" },
    });
  }

  async function sendOne(kept, found) {
    var answer = await post(kept);
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      // A sign-in, the agreement or a reason is asked for: that page asks, and what is kept is sent after it.
      found.asked.push(kept.path);
      found.held += 1;
    } else if (answer.status === 404) {
      found.gone.push(kept.key);
    } else if (answer.status === 409) {
      found.foreign += 1;
    } else if (answer.ok) {
      var state = (await answer.json()).state;
      await erase(kept.key);
      unsayIn(kept.key);
      if (state === "saved") {
        found.saved += 1;
      } else {
        found.asked.push(kept.path);
      }
    } else {
      found.waiting += 1;
    }
  }

  async function sendAll() {
    var all = await readKept();
    var found = { saved: 0, waiting: 0, foreign: 0, held: 0, asked: [], gone: [] };
    for (var kept of all) {
      try {
        await sendOne(kept, found);
      } catch (error) {
        found.waiting += 1;
      }
    }
    // What was refused is a draft of its page by now, and no longer on the phone.
    count = found.waiting + found.held + found.foreign;
    if (all.length || !place.hidden) {
      show(found);
    }
    if (found.waiting) {
      window.setTimeout(start, AGAIN_AFTER);
    }
  }

  function start() {
    sending = sending || sendAll().finally(function () {
      sending = null;
    });
    return sending;
  }

  // --- Forms that can wait ------------------------------------------------------------------------------------------

  function reachServer() {
    if (!navigator.onLine) {
      return Promise.resolve(false);
    }
    var options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    return window.fetch(place.dataset.ping, options).then(
      function (answer) {
        return answer.ok;
      },
      function () {
        return false;
      }
    );
  }

  function sayIn(form, said) {
    var status = form.querySelector("[data-kept-here]");
    if (!status) {
      status = document.createElement("div");
      status.className = "usa-alert usa-alert--slim usa-alert--info";
      status.setAttribute("role", "status");
      status.setAttribute("data-kept-here", "");
      form.prepend(status);
    }
    var body = document.createElement("div");
    body.className = "usa-alert__body";
    body.append(line(said));
    status.replaceChildren(body);
    status.scrollIntoView({ block: "nearest" });
  }

  // What was said at a form is no longer so once the server has it.
  function unsayIn(key) {
    document.querySelectorAll("[data-kept-here]").forEach(function (status) {
      if (status.closest("form").elements.submission_key.value === key) {
        status.remove();
      }
    });
  }

  async function decide(form, button) {
    if (await reachServer()) {
      passed.add(form);
      form.requestSubmit(button);
      passed.delete(form);
      return;
    }
    try {
      await keep(form, button);
      sayIn(form, place.dataset.kept);
      count += 1;
      // A network that is there and leads nowhere sends no event when it works again.
      window.setTimeout(start, AGAIN_AFTER);
    } catch (error) {
      sayIn(form, place.dataset.notKept);
    }
  }

  function submitted(event) {
    var form = event.target;
    var button = event.submitter;
    var leads = button && button.hasAttribute("formaction");
    if (!form.hasAttribute("data-can-wait") || leads || passed.has(form)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (asking.has(form)) {
      return;
    }
    asking.add(form);
    decide(form, button).finally(function () {
      asking.delete(form);
    });
  }

  // Signing out clears what the browser stores: not without saying so.
  function leave(event) {
    var form = event.target;
    if (!form.hasAttribute("data-sign-out") || !count || passed.has(form)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    start().then(function () {
      if (!count) {
        passed.add(form);
        form.requestSubmit();
        return;
      }
      var dialog = document.querySelector("[data-kept-leaving]");
      dialog.querySelector("[data-kept-stay]").onclick = function () {
        dialog.close();
      };
      dialog.querySelector("[data-kept-erase]").onclick = function () {
        passed.add(form);
        form.requestSubmit();
      };
      dialog.showModal();
    });
  }

  document.addEventListener("submit", submitted, true);
  document.addEventListener("submit", leave, true);
  window.addEventListener("online", start);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") {
      start();
    }
  });
  start();
})();
