package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// askPassphrase returns how a command asks for the passphrase of a key: from
// the file when one is named, else on the terminal, without showing it. It
// fails when there is neither.
func askPassphrase(file string, prompts io.Writer) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if file != "" {
			return readPassphraseFile(file)
		}
		if !onTerminal() {
			return nil, errors.New("it has a passphrase, and there is no terminal to ask on: name the file that holds it with --passphrase-file")
		}
		return promptPassphrase(prompts, fmt.Sprintf("Passphrase of key %s: ", name))
	}
}

// choosePassphrase asks twice for a new passphrase; none is allowed. Without
// a terminal there is none, unless a file is named.
func choosePassphrase(file, name string, prompts io.Writer) ([]byte, error) {
	if file != "" {
		phrase, err := readPassphraseFile(file)
		if err == nil && len(phrase) == 0 {
			err = fmt.Errorf("%s is empty: leave out --passphrase-file for a key without a passphrase", file)
		}
		return phrase, err
	}
	if !onTerminal() {
		return nil, nil
	}
	first, err := promptPassphrase(prompts, fmt.Sprintf("Passphrase for key %s (empty for none): ", name))
	if err != nil || len(first) == 0 {
		return nil, err
	}
	second, err := promptPassphrase(prompts, "The same again: ")
	if err == nil && !bytes.Equal(first, second) {
		err = errors.New("the two passphrases differ: no key was made")
	}
	return first, err
}

// readPassphraseFile takes the first line of a file, which must be its only one.
func readPassphraseFile(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	data = bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	if bytes.ContainsAny(data, "\r\n") {
		return nil, fmt.Errorf("read the passphrase: %s has more than one line", file)
	}
	return data, nil
}

func onTerminal() bool { return term.IsTerminal(int(os.Stdin.Fd())) }

func promptPassphrase(prompts io.Writer, prompt string) ([]byte, error) {
	fmt.Fprint(prompts, prompt)
	phrase, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(prompts)
	return phrase, err
}
