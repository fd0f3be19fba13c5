using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>Writes our tree in the form of acorn-tree.mjs: ESTree's fields in alphabetical order.</summary>
/// <param name="onlyShape">
/// Leaves out ranges, names, keys and values, and flattens sequences in sequences: what is left is the same for a program with and
/// without redundant parentheses.
/// </param>
internal sealed class EstreeWriter(bool onlyShape = false)
{
    // Enum.ToString is too slow for some ten million nodes.
    private static readonly string[] TypeNames = [.. Enumerable.Range(0, (int)Enum.GetValues<NodeType>().Max() + 1).Select(type => ((NodeType)type).ToString())];

    private readonly EstreeText _text = new();

    public ReadOnlySpan<char> Text => _text.Text;

    /// <summary>Writes a whole tree in place of what was written before.</summary>
    public EstreeWriter Write(Program program)
    {
        _text.Clear();
        Node(program);
        return this;
    }

    public string Hash() => _text.Hash();

    private void Node(Node? node)
    {
        if (node is null)
        {
            _text.Append("null");
            return;
        }

        _text.Append("\n");
        _text.Append(TypeNames[(int)node.Type]);
        if (!onlyShape)
        {
            _text.Append(" ");
            _text.Integer(node.Range.Start);
            _text.Append(" ");
            _text.Integer(node.Range.End);
        }

        Fields(node);
    }

    private void Fields(Node node)
    {
        switch (node)
        {
            case Program program:
                List("body", program.Body);
                Word("sourceType", program is Module ? "module" : "script");
                break;
            case Statement statement:
                Statement(statement);
                break;
            case Literal literal:
                Literal(literal);
                break;
            case Expression expression:
                Expression(expression);
                break;
            default:
                Part(node);
                break;
        }
    }

    private void Statement(Statement node)
    {
        switch (node)
        {
            case BlockStatement n: List("body", n.Body); break;
            case BreakStatement n: Field("label", n.Label); break;
            case ClassDeclaration n: Class(n); break;
            case ContinueStatement n: Field("label", n.Label); break;
            case DebuggerStatement or EmptyStatement: break;
            case DoWhileStatement n: Field("body", n.Body); Field("test", n.Test); break;
            case ExportAllDeclaration n: List("attributes", n.Attributes); Field("exported", n.Exported); Field("source", n.Source); break;
            case ExportDefaultDeclaration n: Field("declaration", n.Declaration); break;
            case ExportNamedDeclaration n: ExportNamed(n); break;
            case Directive n: Word("directive", n.Value); Field("expression", n.Expression); break;
            case ExpressionStatement n: Field("expression", n.Expression); break;
            case ForInStatement n: Field("body", n.Body); Field("left", n.Left); Field("right", n.Right); break;
            case ForOfStatement n: Flag("await", n.Await); Field("body", n.Body); Field("left", n.Left); Field("right", n.Right); break;
            case ForStatement n: Field("body", n.Body); Field("init", n.Init); Field("test", n.Test); Field("update", n.Update); break;
            case FunctionDeclaration n: Function(n); break;
            case IfStatement n: Field("alternate", n.Alternate); Field("consequent", n.Consequent); Field("test", n.Test); break;
            case ImportDeclaration n: List("attributes", n.Attributes); Field("source", n.Source); List("specifiers", n.Specifiers); break;
            case LabeledStatement n: Field("body", n.Body); Field("label", n.Label); break;
            case ReturnStatement n: Field("argument", n.Argument); break;
            case SwitchStatement n: List("cases", n.Cases); Field("discriminant", n.Discriminant); break;
            case ThrowStatement n: Field("argument", n.Argument); break;
            case TryStatement n: Field("block", n.Block); Field("finalizer", n.Finalizer); Field("handler", n.Handler); break;
            case VariableDeclaration n: List("declarations", n.Declarations); Word("kind", EstreeSpelling.Of(n.Kind)); break;
            case WhileStatement n: Field("body", n.Body); Field("test", n.Test); break;
            case WithStatement n: Field("body", n.Body); Field("object", n.Object); break;
            default: throw Unexpected(node);
        }
    }

    private void Expression(Expression node)
    {
        switch (node)
        {
            case ArrayExpression n: List("elements", n.Elements); break;
            case ArrowFunctionExpression n: Function(n); break;
            case AssignmentExpression n: Binary(n.Left, n.Operator, n.Right); break;
            case AwaitExpression n: Field("argument", n.Argument); break;
            case BinaryExpression n: Binary(n.Left, n.Operator, n.Right); break;
            case CallExpression n: List("arguments", n.Arguments); Field("callee", n.Callee); Flag("optional", n.Optional); break;
            case ChainExpression n: Field("expression", n.Expression); break;
            case ClassExpression n: Class(n); break;
            case ConditionalExpression n: Field("alternate", n.Alternate); Field("consequent", n.Consequent); Field("test", n.Test); break;
            case FunctionExpression n: Function(n); break;
            case Identifier n: Word("name", onlyShape ? null : n.Name); break;
            case ImportExpression n: Field("options", n.Options); Field("source", n.Source); break;
            case MemberExpression n: Member(n); break;
            case MetaProperty n: Field("meta", n.Meta); Field("property", n.Property); break;
            case NewExpression n: List("arguments", n.Arguments); Field("callee", n.Callee); break;
            case ObjectExpression n: List("properties", n.Properties); break;
            case PrivateIdentifier n: Word("name", n.Name); break;
            case SequenceExpression n: Sequence(n); break;
            case SpreadElement n: Field("argument", n.Argument); break;
            case Super or ThisExpression: break;
            case TaggedTemplateExpression n: Field("quasi", n.Quasi); Field("tag", n.Tag); break;
            case TemplateLiteral n: List("expressions", n.Expressions); List("quasis", n.Quasis); break;
            case UpdateExpression n: Unary(n, n.Prefix); break;
            case UnaryExpression n: Unary(n, isPrefix: true); break;
            case YieldExpression n: Field("argument", n.Argument); Flag("delegate", n.Delegate); break;
            default: throw Unexpected(node);
        }
    }

    private void Part(Node node)
    {
        switch (node)
        {
            case ArrayPattern n: List("elements", n.Elements); break;
            case AssignmentPattern n: Field("left", n.Left); Field("right", n.Right); break;
            case CatchClause n: Field("body", n.Body); Field("param", n.Param); break;
            case ClassBody n: List("body", n.Body); break;
            case ExportSpecifier n: Field("exported", n.Exported); Field("local", n.Local); break;
            case ImportAttribute n: Field("key", n.Key); Field("value", n.Value); break;
            case ImportSpecifier n: Field("imported", n.Imported); Field("local", n.Local); break;
            case ImportDeclarationSpecifier n: Field("local", n.Local); break;
            case MethodDefinition n: Method(n); break;
            case ObjectPattern n: List("properties", n.Properties); break;
            case Property n: Property(n); break;
            case PropertyDefinition n: Flag("computed", n.Computed); Key(n); Flag("static", n.Static); Field("value", n.Value); break;
            case RestElement n: Field("argument", n.Argument); break;
            case SwitchCase n: List("consequent", n.Consequent); Field("test", n.Test); break;
            case TemplateElement n: Flag("tail", n.Tail); Word("cooked", n.Value.Cooked); Word("raw", n.Value.Raw); break;
            case VariableDeclarator n: Field("id", n.Id); Field("init", n.Init); break;
            default: throw Unexpected(node);
        }
    }

    private void Literal(Literal node)
    {
        if (onlyShape)
        {
            return;
        }

        Word("raw", node.Raw);
        if (node is RegExpLiteral { RegExp: var regExp })
        {
            _text.Field("regex");
            _text.String(regExp.Pattern);
            _text.String(regExp.Flags);
            return;
        }

        _text.Field(node is BigIntLiteral ? "bigint" : "value");
        switch (node)
        {
            case BigIntLiteral n: _text.Number(n.Value); break;
            case BooleanLiteral n: _text.Boolean(n.Value); break;
            case NullLiteral: _text.Append("null"); break;
            case NumericLiteral n: _text.Number(n.Value); break;
            case StringLiteral n: _text.String(n.Value); break;
            default: throw Unexpected(node);
        }
    }

    private void Function(IFunction function)
    {
        Flag("async", function.Async);
        Field("body", function.Body);
        Flag("expression", function.Body is not FunctionBody);
        Flag("generator", function.Generator);
        Field("id", function.Id);
        List("params", function.Params);
    }

    private void Class(IClass node)
    {
        Field("body", node.Body);
        Field("id", node.Id);
        Field("superClass", node.SuperClass);
    }

    private void ExportNamed(ExportNamedDeclaration node)
    {
        List("attributes", node.Attributes);
        Field("declaration", node.Declaration);
        Field("source", node.Source);
        List("specifiers", node.Specifiers);
    }

    private void Binary(Node left, Acornima.Operator @operator, Node right)
    {
        Field("left", left);
        Word("operator", EstreeSpelling.Of(@operator));
        Field("right", right);
    }

    private void Unary(UnaryExpression node, bool isPrefix)
    {
        Field("argument", node.Argument);
        Word("operator", EstreeSpelling.Of(node.Operator));
        Flag("prefix", isPrefix);
    }

    private void Member(MemberExpression node)
    {
        Flag("computed", node.Computed);
        Field("object", node.Object);
        Flag("optional", node.Optional);
        Field("property", node.Property);
    }

    private void Method(MethodDefinition node)
    {
        Flag("computed", node.Computed);
        Key(node);
        Word("kind", EstreeSpelling.Of(node.Kind));
        Flag("static", node.Static);
        Field("value", node.Value);
    }

    private void Property(Property node)
    {
        Flag("computed", node.Computed);
        Key(node);
        Word("kind", EstreeSpelling.Of(node.Kind));
        Flag("method", node is ObjectProperty { Method: true });
        Flag("shorthand", !onlyShape && node.Shorthand);
        Field("value", node.Value);
    }

    private void Key(IProperty property)
    {
        if (property.Computed || !onlyShape)
        {
            Field("key", property.Key);
        }
    }

    private void Sequence(SequenceExpression node)
    {
        if (!onlyShape)
        {
            List("expressions", node.Expressions);
            return;
        }

        foreach (var expression in node.Expressions)
        {
            if (expression is SequenceExpression inner)
            {
                Sequence(inner);
            }
            else
            {
                Field("", expression);
            }
        }
    }

    private void Field(string name, INode? node)
    {
        _text.Field(name);
        Node((Node?)node);
    }

    private void List<T>(string name, in NodeList<T> nodes)
        where T : Node?
    {
        _text.Field(name);
        _text.Append("[");
        _text.Integer(nodes.Count);
        foreach (var node in nodes)
        {
            Node(node);
        }
    }

    private void Flag(string name, bool value)
    {
        _text.Field(name);
        _text.Boolean(value);
    }

    private void Word(string name, string? value)
    {
        _text.Field(name);
        _text.String(value);
    }

    private static InvalidOperationException Unexpected(Node node) => new("ESTree has no form for " + node.GetType().Name);
}
