using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary>The options that say which readings of the quarantine are meant.</summary>
internal sealed class QuarantineFilter
{
    private readonly Option<long?> _id = new("--id") { Description = "Only the reading with this number.", HelpName = "N" };
    private readonly Option<string?> _device = new("--device") { Description = "Only of this device.", HelpName = "ID" };
    private readonly Option<string?> _rule = new("--rule") { Description = "Only of this rule." };
    private readonly Option<string?> _fault = new("--fault") { Description = "Only this kind of failure, such as InvalidPayload." };
    private readonly Option<DateTimeOffset?> _since = MomentOption.Since();
    private readonly Option<bool> _all;

    /// <param name="all">What <c>--all</c> means to the command.</param>
    public QuarantineFilter(string all) => _all = new Option<bool>("--all") { Description = all };

    /// <summary>Whether all were asked for.</summary>
    public bool All(ParseResult parsed) => parsed.GetValue(_all);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _id, _device, _rule, _fault, _since, _all })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public QuarantineSelection Read(ParseResult parsed) => new()
    {
        Id = parsed.GetValue(_id), Device = parsed.GetValue(_device), Rule = parsed.GetValue(_rule), Fault = parsed.GetValue(_fault), Since = parsed.GetValue(_since),
        All = parsed.GetValue(_all),
    };
}
