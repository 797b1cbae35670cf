// Statements, as the guideline's code builds them, and the run that executes them in order.

function when(id, line, text, reads, condition, canEnd, body) {
  return { kind: "when", id, line, text, reads, condition, canEnd, body };
}

// Branches stand in the author's order; `unknown` is the branch for what cannot be told.
function decide(id, line, text, reads, firstThatApplies, branches, unknown = null) {
  return { kind: "decide", id, line, text, reads, firstThatApplies, branches, unknown };
}

// Branches of the same `group` do the same.
function branch(id, line, text, condition, group, body) {
  return { id, line, text, condition, group, body };
}

function follow(id, line, text, part) {
  return { kind: "follow", id, line, text, part };
}

function leave() {
  return { kind: "continue", text: "continue" };
}

function end(id, line, text, because) {
  return { kind: "end", id, line, text, because };
}

function report(id, line, text, names) {
  return { kind: "report", id, line, text, names };
}

// Advice; `words` are the author's where the statement in words says more than they do.
function say(id, line, what, kind, text, noted, words = text) {
  return { kind: "say", id, line, what, says: kind, text, words, notes: noted };
}

function start(id, line, monitor, text, noted) {
  return { kind: "start", id, line, what: monitor, says: "start", text, words: text, notes: noted };
}

function give(id, line, what, text, noted, dose = null) {
  return { kind: "give", id, line, what, text, notes: noted, dose };
}

function climb(id, line, what, text, noted) {
  return { kind: "climb", id, line, what, text, notes: noted };
}

// What stands in a trace for the way on from a statement, where that is no branch: numbers of `milligram.ir.ways`.
const HOLDS = -1;
const FAILS = -2;
const HALTED = -3;
const ENDED = -4;

// How a block ended; LEAVE is `continue`: out of the innermost block, and on.
const ON = "on";
const LEAVE = "leave";
const END = "end";
const HALT = "halt";

class Run {
  constructor(values) {
    this.values = values;
    this.guideline = values.guideline;
    this.record = new Record(this.guideline);
    this.interrupted = new Map();
    this.rung = null;
    this.following = [];
    this.giving = [];
    this.given = new Map();
    this.started = new Set();
    this.halted = false;
  }

  pathway(body) {
    if (this.block(body) === HALT) this.halted = true;
  }

  // Runs a block, and what it goes into, to its end. The blocks that are open are kept in a list: a chain of parts that
  // follow each other may be longer than calls can be nested.
  block(body) {
    const open = [];
    let block = { body, next: 0, here: 0 };
    for (;;) {
      let flow = this.next(block);
      if (Array.isArray(flow)) {
        open.push(block);
        block = { body: flow, next: 0, here: 0 };
        continue;
      }
      while (flow !== ON) {
        if (flow === LEAVE) flow = ON;
        if (!open.length) return flow;
        block = open.pop();
        flow = this.left(block, flow);
      }
    }
  }

  // How the next statement of a block ends; the block that it goes into, if it goes into one.
  next(block) {
    if (block.next === block.body.length) return LEAVE;
    const statement = block.body[block.next];
    block.next += 1;
    block.here = this.record.trace.length;
    try {
      const flow = this.statement(statement);
      if (flow !== ON && ["give", "climb"].includes(statement.kind)) this.record.ended(block.here);
      return flow;
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      this.record.fault(error);
      this.note(statement, "halted", error.message, [], HALTED);
      return HALT;
    }
  }

  // What the end of the block that a statement went into means for the statement.
  left(block, flow) {
    if (block.body[block.next - 1].kind !== "follow") return flow;
    this.following.pop();
    if (flow !== ON) this.record.ended(block.here);
    return flow;
  }

  // How a statement ends: ON, LEAVE, END, HALT, or the block to go into.
  statement(node) {
    switch (node.kind) {
      case "climb":
        return giveRegimen(this, node, this.guideline.regimens.get(node.what));
      case "give":
        return this.give(node);
      case "when":
        return this.when(node);
      case "decide":
        return this.decide(node);
      case "follow":
        return this.follow(node);
      case "continue":
        return LEAVE;
      case "end":
        this.note(node, "end", node.because || "the pathway ends");
        return END;
      case "report":
        for (const name of node.names) this.report(node, name);
        return ON;
      case "start":
        this.started.add(node.what);
        this.say(node, node.says, node.what, node.words);
        return ON;
      default:
        this.say(node, node.says, node.what, node.words);
        return ON;
    }
  }

  follow(node) {
    if (this.following.includes(node.part)) throw new Faulty(`part ${node.part} follows itself`, [node.line]);
    this.note(node, "follow", node.part);
    this.following.push(node.part);
    return this.guideline.parts.get(node.part);
  }

  // Runs, skips, or halts where it is unknown and the body could end the pathway.
  when(node) {
    const answer = node.condition.test(this.values);
    if (answer !== null) {
      this.note(node, "when", String(answer), node.reads, answer ? HOLDS : FAILS);
      return answer ? node.body : ON;
    }
    const unknown = unknownIn(this.values, node.condition);
    const texts = node.body.map((inner) => inner.text);
    this.note(node, "when", "unknown", node.reads);
    if (node.canEnd) return this.halt(node, unknown, texts);
    this.record.wouldApply(texts.join("; "), node.text.slice("when ".length), unknown, node.line);
    this.record.wait(unknown, texts, false);
    return ON;
  }

  // The one true branch, else `unknown`, else a halt.
  decide(node) {
    const conditions = node.branches.map((each) => each.condition);
    const chosen = select(this.values, conditions, node.firstThatApplies);
    if (!chosen.open.length) throw new Faulty(`no branch applies of “${node.text}”`, [node.line]);
    const holding = chosen.true.map((place) => node.branches[place]);
    if (holding.some((each) => each.group !== holding[0].group)) {
      throw new Faulty(`several branches of “${node.text}” apply`, holding.map((each) => each.line));
    }
    const taken = holding.length ? holding[0] : node.unknown;
    if (taken !== null) {
      this.note(node, "decide", taken.text, node.reads, taken.id);
      return taken.body;
    }
    this.note(node, "decide", "unknown", node.reads);
    const left = chosen.open.map((place) => conditions[place]);
    return this.halt(node, unknownIn(this.values, ...left), [node.text]);
  }

  // The pathway stops here until something is known.
  halt(node, unknown, waiting) {
    this.record.wait(unknown, waiting, true);
    this.note(node, "halted", unknown.length ? `unknown: ${unknown.join(", ")}` : "cannot be told", [], HALTED);
    return HALT;
  }

  // Adds advice with the notes of the statement, of its step, and of the give that called the step.
  say(node, kind, what, text, dose = null, drug = null) {
    const several = [node.notes];
    if (this.rung !== null) {
      several.push(this.rung.notes);
      if (kind === "give") several.push(this.rung.call);
    }
    this.record.say({
      kind,
      what,
      text,
      dose,
      grade: several.map((each) => each.grade).find((grade) => grade) ?? null,
      because: several.map((each) => each.because).find((because) => because) ?? null,
      sources: [...new Set(several.flatMap((each) => each.sources))],
      line: node.line,
      regimen: this.rung !== null && kind === "give" ? this.rung.regimen.name : null,
      drug,
    });
    this.note(node, kind, text);
  }

  // Keeps how a regimen was given; one that was given goes before one that halted.
  cameTo(regimen, given) {
    if (!this.given.has(regimen) || !isHalted(given)) this.given.set(regimen, given);
  }

  report(node, name) {
    const [value, unsettled] = arising([node.line], () => reported(this.values, name));
    this.record.reports.set(name, value);
    if (unsettled) this.record.wait(unknownInName(this.values, name), [`report ${name}`], false);
    this.note(node, "report", name);
  }

  // One entry of the trace.
  note(node, what, outcome, reads = [], branchId = null) {
    this.record.trace.push({
      line: node.line,
      what,
      text: node.text,
      outcome,
      values: valuesRead(this.values, reads),
      id: node.id,
      branch: branchId,
    });
  }

  // Gives a drug, unless a `never` rule is not known false or the dose is not known.
  give(node) {
    const regimen = this.rung === null ? null : this.rung.regimen.name;
    const ofLadder = this.rung !== null && this.rung.regimen.of === node.what;
    const what = ofLadder ? regimen : node.what;
    const against = objections(this.values, [node.what], regimen);
    if (against.length) return this.blockGive(node, what, against);
    const dosed = doseOf(this.values, node, this.rung);
    if (dosed.unknown) return this.halt(node, dosed.unknown, [node.text]);
    this.say(node, "give", what, dosed.text, dosed.dose, node.what);
    for (const caution of this.guideline.cautions) {
      if (caution.target === regimen || concerns(this.guideline, caution.target, node.what)) {
        const flow = this.block([caution.when]);
        if (flow !== ON) return flow;
      }
    }
    return ON;
  }

  // Keeps a give back and says why.
  blockGive(node, what, against) {
    const unknown = new Set();
    const ladder = this.guideline.regimens.has(what) ? what : this.rung === null ? null : this.rung.regimen.name;
    for (const objection of against) {
      const { words, rule, status } = objection;
      this.record.block({ what, rule: words, line: rule.line, status, unknown: objection.unknown, regimen: ladder });
      for (const name of objection.unknown) unknown.add(name);
      this.note(node, "blocked", words, rule.reads, rule.id);
    }
    return this.halt(node, [...unknown], [node.text]);
  }
}
