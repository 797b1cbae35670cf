// The `never` rules that concern a drug, as they stand for one patient.

// `words` are the pitfall's, or those of a regimen's own rule; `sources` are the rule's and the pitfall's.
function never(id, line, words, target, condition, reads, noted) {
  return { id, line, words, target, condition, reads, ...noted };
}

function caution(target, statement) {
  return { target, when: statement };
}

// Whether a rule on the target concerns giving something.
function concerns(guideline, target, what) {
  if (guideline.regimens.has(target)) return target === what;
  const delivered = guideline.delivers.get(what);
  return delivered === undefined ? target === what : delivered.includes(target);
}

function objection(values, rule, answer, unknown) {
  return { words: rule.words, rule, status: answer ? "true" : "unknown", unknown, sources: rule.sources };
}

// The rules on any of the names, or on the regimen itself, that are true or unknown.
function objections(values, names, regimen) {
  const found = [];
  for (const rule of values.guideline.rules) {
    const about = names.some((name) => concerns(values.guideline, rule.target, name));
    if (!about && rule.target !== regimen) continue;
    const answer = rule.condition.test(values);
    if (answer !== false) found.push(objection(values, rule, answer, unknownBehind(values, rule.condition)));
  }
  return found;
}

// Whether it is true whatever becomes known.
function isKnownTrue({ status, unknown }) {
  return status === "true" && !unknown.length;
}

function whyText({ words, unknown }) {
  return unknown.length ? `${words} (unknown: ${unknown.map((name) => name.replace(/_/g, " ")).join(", ")})` : words;
}

// The statements that a block comes to, each with whether that is sure; nothing is said and nothing asked.
class Ahead {
  constructor(values) {
    this.values = values;
    this.following = [];
    this.sure = true;
    this.ended = false;
    this.found = [];
    this.open = [];
  }

  static of(values, body) {
    const ahead = new Ahead(values);
    ahead.enter(body, true);
    while (ahead.open.length && !ahead.ended) ahead.next();
    return ahead.found;
  }

  // Goes into a block, the one last gone into first; `after` is done at its end. They are kept in a list: a chain of
  // parts that follow each other may be longer than calls can be nested.
  enter(body, sure, after = () => {}) {
    this.open.push({ body, next: 0, sure, after });
  }

  next() {
    const block = this.open[this.open.length - 1];
    if (block.next === block.body.length) {
      this.open.pop();
      block.after();
      return;
    }
    const node = block.body[block.next];
    block.next += 1;
    const certain = block.sure && this.sure;
    this.found.push([node, certain]);
    if (node.kind === "when") {
      const answer = node.condition.test(this.values);
      if (answer !== false) this.enter(node.body, certain && answer === true);
    } else if (node.kind === "decide") {
      this.decide(node, certain);
    } else if (node.kind === "follow") {
      this.follow(node, certain);
    } else if (node.kind === "end") {
      this.ended = certain;
    } else if (node.kind === "continue" && certain) {
      block.next = block.body.length;
    }
  }

  follow(node, certain) {
    const body = this.values.guideline.parts.get(node.part);
    if (body === undefined || this.following.includes(node.part)) return;
    this.following.push(node.part);
    this.enter(body, certain, () => this.following.pop());
  }

  decide(node, sure) {
    const chosen = select(this.values, node.branches.map((each) => each.condition), node.firstThatApplies);
    if (chosen.true.length) {
      this.enter(node.branches[chosen.true[0]].body, sure);
    } else if (node.unknown !== null) {
      this.enter(node.unknown.body, sure);
    } else {
      const bodies = chosen.open.map((place) => node.branches[place].body);
      this.enter([], false, () => (this.sure = false));
      for (const body of bodies.reverse()) this.enter(body, false);
    }
  }
}
