import LanguageModel
import Testing

@Suite struct EndpointTests {
  @Test(arguments: ["localhost", "LOCALHOST", "127.0.0.1", "127.8.0.255", "::1", "[::1]"])
  func theseStayOnTheMachine(host: String) {
    #expect(Endpoint(host: host).isLoopback)
  }

  /// Names that look like loopback and are not: what is sent there may leave the machine.
  @Test(arguments: [
    "example.org", "127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "127.0.0", "127.0.0.256", "127.1.+1.1",
    "0.0.0.0", "::2", "",
  ])
  func theseMayNot(host: String) {
    #expect(!Endpoint(host: host).isLoopback)
  }
}
