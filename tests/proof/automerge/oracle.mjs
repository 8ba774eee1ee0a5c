// Plays histories with Automerge and tells what each laptop holds (tests/proof/automerge_oracle.py).
//
// Standard input: JSON, a list of {laptops, steps}; a step is
//   ["put", who, register, value]    ["take", who, bundle]    ["send", who]
// where the n-th "send" of a history makes bundle n. Standard output: JSON, for each history for each
// laptop an object: register -> sorted list of the values that nothing supersedes.
import * as Automerge from "@automerge/automerge";
import { readFileSync } from "node:fs";

const histories = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(histories.map(play)));

function play({ laptops, steps }) {
  const empty = Automerge.from({ registers: {} });
  const documents = [];
  for (let number = 0; number < laptops; number += 1) {
    const actor = (number + 1).toString(16).padStart(32, "0");
    documents.push(Automerge.clone(empty, { actor }));
  }
  const bundles = [];
  for (const [what, who, ...rest] of steps) {
    if (what === "put") {
      const [register, value] = rest;
      documents[who] = Automerge.change(documents[who], (draft) => {
        draft.registers[register] = value;
      });
    } else if (what === "send") {
      bundles.push(Automerge.save(documents[who]));
    } else {
      documents[who] = Automerge.merge(documents[who], Automerge.load(bundles[rest[0]]));
    }
  }
  return documents.map(held);
}

function held(document) {
  const found = {};
  for (const register of Object.keys(document.registers)) {
    const several = Automerge.getConflicts(document.registers, register);
    const values = several ? Object.values(several) : [document.registers[register]];
    found[register] = values.map(String).sort();
  }
  return found;
}
