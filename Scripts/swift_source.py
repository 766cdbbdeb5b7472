"""What files of Swift declare and name, from their text: a part of check-architecture."""

import re

TOKEN = re.compile(r"`?[A-Za-z_]\w*`?|\d[\w.]*|#+\"|\"\"\"|\"|//[^\n]*|/\*|\S|\n")


def tokens(text):
    """Words and signs with their lines, without comments and the text of strings."""
    result = []
    line = 1
    position = 0
    # What a closing parenthesis ends: None for any, else the string that an interpolation is part of.
    parentheses = []

    def string(position, line, hashes, quotes):
        """Reads on to the end of a string, or of its text before an interpolation."""
        end = quotes + "#" * hashes
        escape = "\\" + "#" * hashes
        while position < len(text):
            if text.startswith(end, position):
                return position + len(end), line
            if text.startswith(escape, position):
                position += len(escape)
                if text.startswith("(", position):
                    parentheses.append((hashes, quotes))
                    return position + 1, line
            if text.startswith("\n", position):
                if len(quotes) == 1:
                    return position, line
                line += 1
            position += 1
        return position, line

    while match := TOKEN.search(text, position):
        word = match.group()
        line += text.count("\n", position, match.start())
        position = match.end()
        if word == "\n":
            line += 1
        elif word == "/*":
            depth = 1
            while depth and position < len(text):
                if text.startswith("/*", position):
                    depth, position = depth + 1, position + 2
                elif text.startswith("*/", position):
                    depth, position = depth - 1, position + 2
                else:
                    line += text[position] == "\n"
                    position += 1
        elif word.startswith("//"):
            pass
        elif word.endswith('"'):
            hashes = word.count("#")
            quotes = '"""' if word == '"""' or text.startswith('""', position) and hashes else '"'
            if quotes == '"""' and word != '"""':
                position += 2
            position, line = string(position, line, hashes, quotes)
        elif word == "(":
            parentheses.append(None)
            result.append((word, line))
        elif word == ")" and parentheses and (interpolated := parentheses.pop()):
            position, line = string(position, line, *interpolated)
        else:
            result.append((word.strip("`"), line))
    return result


TYPES = {"struct", "class", "enum", "protocol", "actor", "extension"}
WORD = re.compile(r"[A-Za-z_]\w*$")


class Source:
    """What a Swift file declares and names."""

    def __init__(self, path, text):
        self.path = path
        self.imports = []
        self.types = set()      # full names, as "MPTCPSocket.State"
        self.functions = set()  # at the top level of the file
        self.members = set()    # (type, name, labels or None)
        self.own = set()        # names of private members
        self.hidden = set()     # types for this file alone
        self.labels = set()     # of tuples in types
        self.locals = set()     # names inside functions, and of parameters
        self.words = []         # (index, scope)
        self.tokens = tokens(text)
        self.read()

    def word(self, index):
        return self.tokens[index][0] if 0 <= index < len(self.tokens) else ""

    def labels_at(self, index):
        """The labels between the parentheses at an index: "" for an argument without one."""
        result = []
        depth = 0
        while index < len(self.tokens):
            word = self.word(index)
            depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
            if depth == 0:
                break
            if depth == 1 and word in ("(", ",") and self.word(index + 1) != ")":
                label = self.word(index + 1)
                is_label = self.word(index + 2) == ":" or WORD.match(self.word(index + 2)) and \
                    self.word(index + 3) == ":"
                result.append(label if is_label and label != "_" else "")
            index += 1
        return tuple(result)

    def read_labels(self, index):
        """Notes the labels of a tuple, whose parenthesis is at an index."""
        depth = 0
        while index < len(self.tokens):
            word = self.word(index)
            depth += (word in "([{") - (word in ")]}")
            if depth == 0:
                break
            if depth == 1 and word in ("(", ",") and self.word(index + 2) == ":":
                self.labels.add(self.word(index + 1))
            index += 1

    def is_private(self, index):
        """Whether a declaration is for its own file alone."""
        while WORD.match(self.word(index - 1)) or self.word(index - 1) in ("(", ")"):
            index -= 1
            if self.word(index) in ("private", "fileprivate") and self.word(index + 1) != "(":
                return True
            if self.word(index) in ("case", "in", "return"):
                return False
        return False

    def read(self):
        scopes = []     # full names of types, and None for what is local
        pending = None
        index = 0
        while index < len(self.tokens):
            word = self.word(index)
            following = self.word(index + 1)
            is_local = None in scopes
            scope = next((name for name in reversed(scopes) if name), "")
            if word == "import" and not scopes:
                index += following in TYPES | {"func", "var", "let", "typealias"}
                self.imports.append((self.word(index + 1), self.tokens[index][1]))
                index += 2
                continue
            if word == "{":
                scopes.append(pending)
                pending = None
            elif word == "}":
                if scopes:
                    scopes.pop()
            elif self.word(index - 1) != "." and word in TYPES and WORD.match(following) \
                    and following not in ("func", "var", "let", "subscript"):
                name = following
                end = index + 2
                hidden = self.is_private(index) or any(each in self.hidden for each in scopes)
                while self.word(end) == "." and WORD.match(self.word(end + 1)):
                    name += "." + self.word(end + 1)
                    end += 2
                if word != "extension":
                    name = f"{scope}.{name}" if scope else name
                    if is_local:
                        self.locals.add(following)
                    elif hidden:
                        self.own.add(following)
                    else:
                        self.types.add(name)
                if hidden:
                    self.hidden.add(name)
                pending = name
            elif word == "extension" and following == "[":
                pending = "Array"
            elif self.word(index - 1) != "." and word in ("typealias", "associatedtype") and WORD.match(following):
                if not is_local:
                    self.types.add(f"{scope}.{following}" if scope else following)
            elif self.word(index - 1) != "." and word in ("func", "var", "let") and WORD.match(following):
                if is_local:
                    self.locals.add(following)
                elif not scopes and word == "func":
                    self.functions.add(following)
                elif self.is_private(index) or scope in self.hidden:
                    self.own.add(following)
                else:
                    labels = None
                    if word == "func":
                        after = index + 1
                        if self.word(after + 1) == "<":
                            while after < len(self.tokens) and self.word(after + 1) != "(":
                                after += 1
                        labels = self.labels_at(after + 1)
                    self.members.add((scope, following, labels))
                self.words.append((index, tuple(name for name in scopes if name)))
                index += 1
            elif word == "case" and scope and not is_local:
                # The cases of an enum, up to the line's end.
                end = index + 1
                while WORD.match(self.word(end)):
                    self.members.add((scope, self.word(end), None))
                    self.members.add((scope, self.word(end), self.labels_at(end + 1)))
                    depth = 0
                    while depth >= 0 and end + 1 < len(self.tokens):
                        end += 1
                        depth += (self.word(end) == "(") - (self.word(end) == ")")
                        if depth == 0 and self.word(end) != ")":
                            break
                    if self.word(end) == "=":
                        end += 2
                    if self.word(end) != ",":
                        break
                    end += 1
            before = self.word(index - 1)
            if word == "(" and (before in (":", "<", "[") or before == ">" and self.word(index - 2) == "-"):
                self.read_labels(index)
            if WORD.match(word):
                self.words.append((index, tuple(name for name in scopes if name)))
                # Labels and names of parameters hide members of the same name.
                if following == ":" and self.word(index - 1) in ("(", ",", "_") or \
                        following == "in" or self.word(index - 1) in ("for", "catch"):
                    self.locals.add(word)
            index += 1
