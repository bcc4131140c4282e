import ArgumentParser
import CaseModel
import Foundation

/// Runs the command line: parses, runs, turns what goes wrong into a sentence and an exit status.
public enum FrontEnd {
  public static func main() async -> Never {
    // Whatever is written is the owner's alone.
    umask(0o077)
    // A reader that goes away is an error of `write`, not a signal: what is being worked on is finished.
    signal(SIGPIPE, SIG_IGN)
    exit(await run(Array(CommandLine.arguments.dropFirst())))
  }

  /// - Returns: the exit status.
  static func run(_ arguments: [String]) async -> Int32 {
    var command: any ParsableCommand
    do {
      command = try CaseloomCommand.parseAsRoot(arguments)
    } catch {
      return report(parserError: error)
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch let error as CaseError {
      return report("\(error)", code: error.code.exitCode)
    } catch let error where isOfParser(error) {
      return report(parserError: error)
    } catch {
      return report(
        "Something went wrong that the program does not know: \(error).", code: CaseError.Code.internal.exitCode)
    }
  }

  /// Some of the parser's errors come from `run`, as the wish for help does, and most of its types are not public.
  private static func isOfParser(_ error: any Error) -> Bool {
    [ExitCode.success, .validationFailure].contains(CaseloomCommand.exitCode(for: error))
  }

  private static func report(_ text: String, code: Int32) -> Int32 {
    // Where even standard error cannot be written, the status is all that is left.
    do { try note("caseloom: \(text)") } catch {}
    return code
  }

  /// Help and version are results; everything else that the parser throws is a usage error, and exits with 64.
  private static func report(parserError error: any Error) -> Int32 {
    let code = CaseloomCommand.exitCode(for: error)
    let message = CaseloomCommand.fullMessage(for: error)
    do {
      if code.isSuccess { try say(message) } else { try note(message) }
    } catch {
      return CaseError.Code.cannotCreate.exitCode
    }
    return code.rawValue
  }
}
