// Reads a story aloud, sentence by sentence, with the voice that voice.js found; the sentence that is read is marked.
(function () {
  "use strict";
  var talk = window.speechSynthesis, row = document.querySelector("[data-aloud]"), body = document.querySelector(".body");
  var LONG = 120; // characters: some voices give up on more in one piece
  var buttons = row.querySelectorAll("button"), play = buttons[0], end = buttons[1];
  var pieces, at = 0, talking = false, said, turn = 0;
  var marks = window.CSS && CSS.highlights && window.Highlight ? new Highlight() : null;

  /** A block's sentences: { text, block, range }. */
  function sentences(block) {
    var nodes = [], text = "", walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), node;
    while ((node = walk.nextNode())) {
      if (node.parentNode.closest(".footnote-ref, sup, figure, .scroll")) continue;
      nodes.push([text.length, node]);
      text += node.data;
    }
    function place(offset) { // in which text node a character stands, and where there
      var i = nodes.length - 1;
      while (i && nodes[i][0] > offset) i--;
      return [nodes[i][1], offset - nodes[i][0]];
    }
    var found = [], whole = /[^。！？!?…；;]*?(?:[。！？!?…；;]+|\.(?=\s)|$)[”’」』）)"]*\s*/g, match, start = 0;
    while (start < text.length && (match = whole.exec(text))) {
      var stop = whole.lastIndex;
      if (stop === start) break;
      while (start < stop) {
        var to = stop - start > LONG ? start + LONG : stop, comma = Math.max(text.lastIndexOf("，", to - 1), text.lastIndexOf(", ", to - 1));
        if (to < stop && comma > start) to = comma + 1;
        if (text.slice(start, to).trim()) {
          var range = document.createRange(), from = place(start), till = place(to - 1);
          range.setStart(from[0], from[1]);
          range.setEnd(till[0], till[1] + 1);
          found.push({ text: text.slice(start, to).trim(), block: block, range: range });
        }
        start = to;
      }
    }
    return found;
  }

  function blocks() { // what the story says: its headline and its text, each block once
    var all = [].slice.call(body.querySelectorAll("p, li, h2, h3, h4, h5, h6, dt, dd, pre"));
    return [document.querySelector("h1")].concat(all.filter(function (it) {
      return !it.closest("figure, .footnote, .scroll, nav") && !it.querySelector("p, li");
    }));
  }

  function mark(piece) {
    if (marks) {
      marks.clear();
      if (piece) marks.add(piece.range);
      CSS.highlights.set("aloud", marks);
    } else {
      var old = document.querySelector(".aloud");
      if (old) old.classList.remove("aloud");
      if (piece) piece.block.classList.add("aloud");
    }
  }

  function show() {
    play.textContent = talking ? row.dataset.pause : at ? row.dataset.on : row.dataset.play;
    end.hidden = !talking && !at;
  }

  function stop() {
    turn++;
    talking = false;
    at = 0;
    talk.cancel();
    mark();
    show();
  }

  function next() {
    var own = ++turn, piece = pieces[at];
    if (!piece) return stop();
    mark(piece);
    said = new SpeechSynthesisUtterance(piece.text); // kept in a variable, or a browser may forget it before it ends
    said.voice = row.voice;
    said.lang = row.voice.lang;
    said.onend = function () {
      if (own !== turn) return;
      at++;
      next();
    };
    said.onerror = function () { if (own === turn) stop(); };
    talk.speak(said);
  }

  function toggle() {
    talking = !talking;
    if (talking) {
      pieces = pieces || [].concat.apply([], blocks().map(sentences));
      talk.cancel(); // what another page may have left
      next();
      if (!talking) return;
    } else { // to pause is to begin this sentence again: on some phones nothing goes on after a pause
      turn++;
      talk.cancel();
    }
    show();
  }

  play.addEventListener("click", toggle);
  end.addEventListener("click", function () {
    stop();
    play.focus(); // the button pressed is gone
  });
  addEventListener("pagehide", stop);
  toggle();
})();
