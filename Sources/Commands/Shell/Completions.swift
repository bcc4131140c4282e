import ArgumentParser

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completion script of a shell.",
    discussion: """
      Commands, options, files and the codes of the clients in the store are completed. To install, run once:
        bash: caseloom completions bash > ~/.local/share/bash-completion/completions/caseloom
        zsh:  caseloom completions zsh > "${fpath[1]}/_caseloom"
        fish: caseloom completions fish > ~/.config/fish/completions/caseloom.fish
      and open a new shell.

      Example:
        caseloom completions bash
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish
  }

  @Argument(help: .init("The shell to print it for.", valueName: "shell"))
  var shell: Shell

  func run() throws {
    let completionShell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    try say(CaseloomCommand.completionScript(for: completionShell))
  }
}
