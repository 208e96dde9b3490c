// Improvements only: every page works without this file.
(function () {
  "use strict";

  var BOX_WIDTH = 1000;
  var BOX_HEIGHT = 300;
  var MOST_POINTS = 4800;
  var FILE_MADE_AFTER = 1000;

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  function focusErrorSummary() {
    var summary = document.querySelector("[data-error-summary]");
    if (summary) {
      summary.focus();
    }
  }

  // After an act, focus is on what came of it. Where the URL leads to one record, the message moves there:
  // at the top of a long page it would be out of sight.
  function focusMessages() {
    var messages = document.querySelector("[data-messages]");
    if (!messages || document.querySelector("[data-error-summary]")) {
      return;
    }
    var record = document.getElementById(location.hash.slice(1));
    if (record && record.matches("li, section")) {
      record.prepend(messages);
    } else if (record && record.matches("h2, h3")) {
      record.after(messages);
    }
    messages.focus();
    // A browser that goes to the record of the URL afterward takes the focus off again.
    window.addEventListener("load", function () {
      window.requestAnimationFrame(function () {
        if (document.activeElement === document.body) {
          messages.focus();
        }
      });
    });
  }

  // One submission per press: the second press of a sent form does nothing until the page comes back.
  // After a form with data-makes-file the page stays, so that another file of it can be made soon.
  function sendOnce(form) {
    form.addEventListener("submit", function (event) {
      if (form.hasAttribute("data-sent")) {
        event.preventDefault();
        return;
      }
      form.setAttribute("data-sent", "");
      form.querySelectorAll("button[type=submit]").forEach(function (button) {
        button.setAttribute("aria-busy", "true");
      });
      if (form.hasAttribute("data-makes-file")) {
        window.setTimeout(forgetSent, FILE_MADE_AFTER);
      }
    });
  }

  function forgetSent() {
    each("form[data-sent]", function (form) {
      form.removeAttribute("data-sent");
      form.querySelectorAll("[aria-busy]").forEach(function (button) {
        button.removeAttribute("aria-busy");
      });
    });
  }

  function refuseDisabled(event) {
    if (event.target.closest("[aria-disabled=true]")) {
      event.preventDefault();
    }
  }

  function stepper(group) {
    var said = group.querySelector("[role=status]");
    var unit = group.querySelector(".stepper__unit");
    var input = group.querySelector("input");
    var places = Number(group.dataset.places);
    var step = Number(group.dataset.step);
    var least = group.dataset.min === "" ? -Infinity : Number(group.dataset.min);
    var most = group.dataset.max === "" ? Infinity : Number(group.dataset.max);

    function move(by) {
      var now = Number(input.value.replace(",", "."));
      var blank = input.value.trim() === "" || Number.isNaN(now);
      if (blank && group.dataset.start) {
        now = Number(group.dataset.start) - by;
      } else if (blank) {
        now = by > 0 && least > 0 ? least - by : 0;
      }
      var from = now;
      input.value = Math.min(most, Math.max(least, from + by)).toFixed(places);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      said.textContent = input.value + (unit ? " " + unit.textContent : "");
    }

    [["[data-less]", -step], ["[data-more]", step]].forEach(function (pair) {
      var button = group.querySelector(pair[0]);
      var name = document.querySelector('label[for="' + input.id + '"]');
      button.hidden = false;
      if (name) {
        button.setAttribute("aria-label", button.textContent.slice(1).trim() + ": " + name.textContent.replace("*", "").trim());
      }
      button.addEventListener("click", function () {
        move(pair[1]);
      });
    });
  }

  function signature(pad) {
    var input = pad.querySelector("input[type=hidden]");
    var canvas = pad.querySelector("canvas");
    var state = pad.querySelector(".signature__state");
    var pen = canvas.getContext("2d");
    var strokes = [];
    var points = 0;
    var drawing = null;

    pad.querySelector(".signature__screen").hidden = false;
    pad.querySelector(".signature__without").hidden = true;
    try {
      strokes = JSON.parse(input.value || "[]");
    } catch (error) {
      strokes = [];
    }

    function redraw() {
      var scale = window.devicePixelRatio || 1;
      canvas.width = Math.round(canvas.clientWidth * scale);
      canvas.height = Math.round(canvas.clientHeight * scale);
      pen.setTransform(canvas.width / BOX_WIDTH, 0, 0, canvas.height / BOX_HEIGHT, 0, 0);
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#1b1b1b";
      strokes.forEach(function (stroke) {
        pen.beginPath();
        stroke.forEach(function (point, index) {
          pen[index ? "lineTo" : "moveTo"](point[0], point[1]);
        });
        pen.stroke();
      });
    }

    function keep() {
      input.value = strokes.length ? JSON.stringify(strokes) : "";
      state.textContent = strokes.length ? state.dataset.signed : state.dataset.empty;
    }

    function place(event) {
      var box = canvas.getBoundingClientRect();
      var x = ((event.clientX - box.left) / box.width) * BOX_WIDTH;
      var y = ((event.clientY - box.top) / box.height) * BOX_HEIGHT;
      return [Math.min(BOX_WIDTH, Math.max(0, Math.round(x))), Math.min(BOX_HEIGHT, Math.max(0, Math.round(y)))];
    }

    function draw(event) {
      if (!drawing || points >= MOST_POINTS) {
        return;
      }
      var point = place(event);
      var last = drawing[drawing.length - 1];
      if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 4) {
        return;
      }
      drawing.push(point);
      points += 1;
      pen.beginPath();
      pen.moveTo(last[0], last[1]);
      pen.lineTo(point[0], point[1]);
      pen.stroke();
    }

    function stop() {
      if (drawing) {
        drawing = null;
        keep();
      }
    }

    canvas.addEventListener("pointerdown", function (event) {
      if (event.button) {
        return;
      }
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = [place(event)];
      strokes.push(drawing);
      points += 1;
    });
    canvas.addEventListener("pointermove", draw);
    canvas.addEventListener("pointerup", stop);
    canvas.addEventListener("pointercancel", stop);
    pad.querySelector(".signature__clear").addEventListener("click", function () {
      strokes = [];
      points = 0;
      keep();
      redraw();
    });
    window.addEventListener("resize", redraw);
    redraw();
    keep();
  }

  // A question that follows up on another answer is asked after that answer alone. Without this file it always shows.
  function followUp(group) {
    var values = group.dataset.askedValues.split(" ");
    var inputs = document.getElementsByName(group.dataset.askedAfter);

    function show() {
      group.hidden = !Array.prototype.some.call(inputs, function (input) {
        return (input.checked || input.type === "select-one") && values.indexOf(input.value) >= 0;
      });
    }

    if (!inputs.length || group.querySelector(".usa-error-message")) {
      return;
    }
    Array.prototype.forEach.call(inputs, function (input) {
      input.addEventListener("change", show);
    });
    show();
  }

  // Details that hold a menu close when one goes elsewhere.
  function closeMenus(event) {
    each("details.top__you[open], details.nav__group[open]", function (menu) {
      if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) {
        // A closed menu hides what had the focus; without this, it drops to the top of the page.
        if (event.key === "Escape" && menu.contains(document.activeElement)) {
          menu.querySelector("summary").focus();
        }
        menu.open = false;
      }
    });
  }

  function start() {
    each("form[method=post]", sendOnce);
    each("[data-stepper]", stepper);
    each("[data-asked-after]", followUp);
    each("[data-signature]", signature);
    each("[data-print]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
    each("select[data-autosubmit]", function (select) {
      select.addEventListener("change", function () {
        select.form.requestSubmit();
      });
    });
    document.addEventListener("click", refuseDisabled);
    document.addEventListener("click", closeMenus);
    document.addEventListener("keydown", closeMenus);
    focusErrorSummary();
    focusMessages();
  }

  window.addEventListener("pageshow", forgetSent);
  start();
})();
