using System.CommandLine;
using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules import</c>: turns the flows of a Node-RED into rule folders, and says of each node what became of it.</summary>
internal static class RulesImportCommand
{
    private const long LargestFile = 64 * 1024 * 1024; // a flows.json of a thousand nodes has under 1 MB

    public static Command Create()
    {
        var flows = new Argument<string>("FLOWS") { Description = "A flows.json: exported from Node-RED's editor, or from its user directory." };
        var target = new Option<string>("--out") { Description = "Where the rule folders go, for instance rules/acme.", HelpName = "DIR", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace folders that are there already." };
        var json = SharedOptions.Json();
        var command = new ExampleCommand("import", "Turn Node-RED flows into rules; exit code 1 when a node or a rule cannot run.", "busroot rules import flows.json --out rules/acme") { flows, target, force, json };
        command.SetAction(parsed =>
        {
            var import = FlowImport.Of(Read(parsed.GetRequiredValue(flows)));
            var written = Write(import, parsed.GetRequiredValue(target), parsed.GetValue(force));
            if (parsed.GetValue(json))
            {
                parsed.WriteLine(FlowReport.Json(import, written));
            }
            else
            {
                FlowReport.Print(parsed, parsed.GetRequiredValue(flows), import, written);
            }

            return FlowReport.AllRuns(import, written) ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static byte[] Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile
                ? File.ReadAllBytes(file)
                : throw new CommandFailure($"{file} is larger than {LargestFile} bytes, which no flows.json is. Name the file that Node-RED exported.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{file} cannot be read: {error.Message}");
        }
    }

    private static WrittenRule[] Write(FlowImport import, string directory, bool force)
    {
        try
        {
            return [.. import.Rules.Select(rule => RuleFolderWriter.Write(rule, directory, force))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The rules cannot be written to {directory}: {error.Message}");
        }
    }
}
