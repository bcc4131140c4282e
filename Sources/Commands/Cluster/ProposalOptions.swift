import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

/// Which proposal is decided on.
struct ProposalOptions: ParsableArguments {
  @Argument(help: .init("The proposal's id, as `cluster proposals list` prints it.", valueName: "id"))
  var id: String

  @OptionGroup var decision: DecisionOptions
}
