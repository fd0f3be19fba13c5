using Acornima.Ast;

namespace Acornima;

/// <summary>Reads expressions anew as patterns, where only what follows showed that they are (ECMA-262 13.15.5, 15.3).</summary>
internal sealed class CoverGrammar(ParserState state) : GrammarArea(state)
{
    /// <summary>Checks the target of an update or compound assignment, which cannot be a pattern.</summary>
    public void CheckSimpleTarget(Expression target, Message otherwise)
    {
        if (target is Identifier name)
        {
            CheckStrictName(name);
        }
        else if (target is not MemberExpression)
        {
            throw Tokens.Error(otherwise, target.Start);
        }
    }

    /// <summary>The target of an assignment or of a for-in or for-of loop: a name, a member access or a pattern of these.</summary>
    public Node ToAssignmentTarget(Node node) => Convert(node, binding: false);

    /// <summary>One parameter of an arrow function.</summary>
    public Node ToParameter(Node node, bool isLast)
    {
        if (node is SpreadElement spread)
        {
            if (!isLast || (spread.Marks & NodeMarks.FollowedByComma) != 0)
            {
                throw Tokens.Error(Messages.ParamAfterRest, spread.Start);
            }

            if (spread.Argument is AssignmentExpression)
            {
                throw Tokens.Error(Messages.RestDefaultInitializer, spread.Start);
            }

            return State.FinishLike(new RestElement(Convert(spread.Argument, binding: true)), spread);
        }

        return node is RestElement ? node : Convert(node, binding: true);
    }

    private Node Convert(Node node, bool binding)
    {
        switch (node)
        {
            case Identifier name when !(binding && name.Parenthesized):
                CheckStrictName(name);
                return name;
            case MemberExpression when !binding:
                return node;
            case ObjectExpression { Parenthesized: false } literal:
                return ConvertObject(literal, binding);
            case ArrayExpression { Parenthesized: false } literal:
                return ConvertArray(literal, binding);
            case AssignmentExpression { Operator: Operator.Assignment, Parenthesized: false } assignment:
                var target = binding ? Convert(assignment.Left, binding) : assignment.Left;
                return State.FinishLike(new AssignmentPattern(target, assignment.Right), assignment);
            case AssignmentPattern pattern:
                return ConvertDefault(pattern, binding);
            case ObjectPattern or ArrayPattern when !binding:
                return node;
            case ObjectPattern pattern:
                CheckBindings(pattern);
                return pattern;
            case ArrayPattern pattern:
                CheckBindings(pattern);
                return pattern;
            default:
                throw Tokens.Error(Messages.InvalidDestructuringTarget, node.Start);
        }
    }

    // The shorthand { a = 1 } carries its default already.
    private AssignmentPattern ConvertDefault(AssignmentPattern pattern, bool binding)
    {
        Convert(pattern.Left, binding);
        return pattern;
    }

    private ObjectPattern ConvertObject(ObjectExpression literal, bool binding)
    {
        var mark = State.Nodes.Count;
        ref readonly var properties = ref literal.Properties;
        for (var at = 0; at < properties.Count; at++)
        {
            Node converted = properties[at] is SpreadElement spread
                ? ConvertObjectRest(spread, isLast: at == properties.Count - 1, binding)
                : ConvertProperty((ObjectProperty)properties[at], binding);
            State.Nodes.Push(converted);
        }

        return State.FinishLike(new ObjectPattern(State.Nodes.Take<Node>(mark)), literal);
    }

    private AssignmentProperty ConvertProperty(ObjectProperty property, bool binding)
    {
        if (property.Kind != PropertyKind.Init || property.Method)
        {
            throw Tokens.Error(binding ? Messages.InvalidPropertyBindingPattern : Messages.InvalidDestructuringTarget, property.Key.Start);
        }

        var value = Convert(property.Value, binding);
        return State.FinishLike(new AssignmentProperty(property.Key, value, property.Computed, property.Shorthand), property);
    }

    private RestElement ConvertObjectRest(SpreadElement spread, bool isLast, bool binding)
    {
        CheckLast(spread, isLast);
        if (spread.Argument is not Identifier && (binding || spread.Argument is not MemberExpression))
        {
            throw Tokens.Error(binding ? Messages.InvalidRestBindingPattern : Messages.InvalidRestAssignmentPattern, spread.Argument.Start);
        }

        return State.FinishLike(new RestElement(Convert(spread.Argument, binding)), spread);
    }

    private ArrayPattern ConvertArray(ArrayExpression literal, bool binding)
    {
        var mark = State.Nodes.Count;
        ref readonly var elements = ref literal.Elements;
        for (var at = 0; at < elements.Count; at++)
        {
            var element = elements[at];
            State.Nodes.Push(element switch
            {
                null => null,
                SpreadElement spread => ConvertArrayRest(spread, isLast: at == elements.Count - 1, binding),
                _ => Convert(element, binding),
            });
        }

        return State.FinishLike(new ArrayPattern(State.Nodes.Take<Node?>(mark)), literal);
    }

    private RestElement ConvertArrayRest(SpreadElement spread, bool isLast, bool binding)
    {
        CheckLast(spread, isLast);
        return spread.Argument is AssignmentExpression
            ? throw Tokens.Error(Messages.InvalidDestructuringTarget, spread.Argument.Start)
            : State.FinishLike(new RestElement(Convert(spread.Argument, binding)), spread);
    }

    private void CheckLast(SpreadElement spread, bool isLast)
    {
        if (!isLast || (spread.Marks & NodeMarks.FollowedByComma) != 0)
        {
            throw Tokens.Error(Messages.ElementAfterRest, spread.Start);
        }
    }

    // A pattern that was read as an assignment's target may hold member accesses, which declare nothing.
    private void CheckBindings(Node pattern)
    {
        foreach (var child in pattern.ChildNodes)
        {
            switch (child)
            {
                case AssignmentProperty property:
                    CheckBinding(property.Value);
                    break;
                case RestElement rest:
                    CheckBinding(rest.Argument);
                    break;
                default:
                    CheckBinding(child);
                    break;
            }
        }
    }

    private void CheckBinding(Node node) => Convert(node is AssignmentPattern pattern ? pattern.Left : node, binding: true);

    private void CheckStrictName(Identifier name)
    {
        if (State.Strict && name.Name is "eval" or "arguments")
        {
            State.Report(Messages.StrictEvalArguments, name.Start);
        }
    }
}
