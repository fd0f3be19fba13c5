using System.CommandLine;
using System.Text;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules try</c>: runs a rule on one payload, and publishes nothing.</summary>
internal static class RulesTryCommand
{
    public static Command Create()
    {
        var rule = new Argument<string>("RULE|DIR") { Description = "The id of a rule, or its folder." };
        var payload = new Argument<string>("PAYLOAD") { Description = "What the device sends, as text; with --hex as hexadecimal digits; - reads it from standard input." };
        var hex = new Option<bool>("--hex") { Description = "The payload is given as hexadecimal digits." };
        var device = new Option<string>("--device") { Description = "The Device ID the rule sees.", HelpName = "ID", DefaultValueFactory = _ => "example/device" };
        var topic = new Option<string?>("--topic") { Description = "The topic it comes on. Without it: the device's raw topic." };
        var retain = new Option<bool>("--retain") { Description = "As a retained message." };
        var command = new ExampleCommand("try", "Run a rule on one payload and show what it gives; nothing is published. Exit code 1 when the rule fails.",
            """busroot rules try arduino/opta-dau '{"c1":5}'""", "busroot rules try rules/acme/meter --hex 01030400fa00c8") { rule, payload, hex, device, topic, retain };
        command.SetAction(parsed =>
        {
            var selection = RuleSelection.Find(parsed.GetRequiredValue(rule));
            foreach (var problem in selection.Problems)
            {
                parsed.WriteLine(selection.Show(problem));
            }

            var chosen = selection.Rules is [var only] ? only : throw new CommandFailure(
                selection.Rules.Count > 1 ? "Name one rule, not a directory of several." : $"Rule {parsed.GetRequiredValue(rule)} cannot run.");
            var id = parsed.GetRequiredValue(device);
            return Run(parsed, chosen, new RuleInput
            {
                Device = new DeviceContext(id, id.Split('/')[0], null, []),
                Topic = Encoding.UTF8.GetBytes(parsed.GetValue(topic) ?? $"busroot/v1/dau/{id}"),
                Payload = Bytes(parsed.GetRequiredValue(payload), parsed.GetValue(hex)),
                At = TimeProvider.System.GetUtcNow(),
                Retain = parsed.GetValue(retain),
                State = new DeviceState(),
            });
        });
        return command;
    }

    private static int Run(ParseResult parsed, Rule rule, in RuleInput input)
    {
        using var runner = new RuleRunner();
        var output = new SignalBuffer();
        var outcome = runner.ApplyToItsEnd(rule, input, output);
        for (var i = 0; i < output.Count; i++)
        {
            var station = output[i].Station is { } name ? $"station {name}: " : "";
            parsed.WriteLine(station + Encoding.UTF8.GetString(output.GetPayload(output[i])));
        }

        foreach (var warning in runner.Warnings)
        {
            parsed.WriteLine($"warning: {Answer.Safe(warning)}");
        }

        switch (outcome)
        {
            case RuleOutcome.Failed failed:
                var where = failed.At is { } at ? $" at line {at.Line}, column {at.Column}" : "";
                parsed.WriteLine($"failed ({failed.Fault}){where}: {failed.Message}");
                return CommandLine.Failed;
            case RuleOutcome.Ignored ignored:
                parsed.WriteLine($"ignored: {ignored.Reason}");
                break;
        }

        return CommandLine.Done;
    }

    private static byte[] Bytes(string text, bool isHex)
    {
        text = text == "-" ? Console.In.ReadToEnd() : text;
        if (!isHex)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        try
        {
            return Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not (':' or '-'))));
        }
        catch (FormatException)
        {
            throw new CommandFailure($"'{Answer.Safe(text, 40)}' is not hexadecimal: pairs of the digits 0-9 and a-f, such as 01 03 04.");
        }
    }
}
