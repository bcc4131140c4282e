import CaseModel
import Foundation

/// The folder of catalogues, themes and the sample clinic, read at run time.
public enum Share {
  /// `CASELOOM_SHARE`, else `../share/caseloom` beside the program's folder, else `Seeds` of the checkout it was built in.
  ///
  /// - Parameters:
  ///   - environment: the process's.
  ///   - executable: path of the running program.
  /// - Throws: `CaseError` `.unavailable` that names the folders looked at.
  public static func folder(environment: [String: String], executable: String) throws -> String {
    if let named = environment["CASELOOM_SHARE"], !named.isEmpty {
      guard isShare(named) else {
        throw CaseError(
          .unavailable, "CASELOOM_SHARE does not name a share folder: modules.yaml is not in it.", at: named)
      }
      return named
    }
    let program = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
    var candidates = [
      program.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("share/caseloom").path
    ]
    // A checkout's program lies some folders below it: .build/x86_64-unknown-linux-gnu/debug/caseloom.
    var folder = program
    for _ in 0..<5 {
      folder = folder.deletingLastPathComponent()
      candidates.append(folder.appendingPathComponent("Seeds").path)
    }
    guard let found = candidates.first(where: isShare) else {
      throw CaseError(
        .unavailable, "The share folder with the catalogues is not there.", at: candidates[0],
        advice: "Install Caseloom with `make install`, or name the folder in CASELOOM_SHARE.")
    }
    return found
  }

  private static func isShare(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/modules.yaml")
  }
}

/// Where the store is when nobody says.
public enum StoreLocation {
  /// `named`, else `CASELOOM_STORE`, else `caseloom/clinic.caseloom` in the XDG data folder.
  public static func path(named: String?, environment: [String: String]) -> String {
    if let named { return named }
    if let path = environment["CASELOOM_STORE"], !path.isEmpty { return path }
    return dataFolder(environment: environment) + "/caseloom/clinic.caseloom"
  }

  /// The XDG data folder.
  static func dataFolder(environment: [String: String]) -> String {
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return data ?? (environment["HOME"] ?? ".") + "/.local/share"
  }
}

extension CaseClock {
  /// The machine's clock.
  public static let system = CaseClock {
    Timestamp(millisecondsSinceEpoch: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
