import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IDataReference;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.services.storage.StorageManager;
import org.javarosa.core.services.storage.util.DummyIndexedStorageUtility;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * JavaRosa behind the line protocol of "inspector form try", to be compared with.
 *
 * <p>Lines come in on standard input, JSON objects go out on standard output. Beyond the protocol of
 * the program: FORM loads another form, CHOICES lists what a select offers now, TIME measures.
 */
public final class Referee {
    private static final String JAVAROSA = "http://openrosa.org/javarosa";
    private static final int ROUNDS = 50;
    private static final List<Integer> SELECTS = Arrays.asList(Constants.CONTROL_SELECT_ONE, Constants.CONTROL_SELECT_MULTI, Constants.CONTROL_RANK);

    /** A control of the body: its chain of positions, to make a FormIndex of any row quickly. */
    private static final class Control {
        final List<Integer> indexes;
        final List<IFormElement> elements;

        Control(List<Integer> indexes, List<IFormElement> elements) {
            this.indexes = indexes;
            this.elements = elements;
        }

        IFormElement last() {
            return elements.get(elements.size() - 1);
        }
    }

    private final PrintStream out;
    private File folder;
    private FormDef form;
    private FormInstance instance;
    private FormEntryModel model;
    private FormEntryController controller;
    private final Map<String, Control> controls = new LinkedHashMap<>();
    private final List<Control> counted = new ArrayList<>();
    private final Map<String, String> relevance = new HashMap<>();
    private final Set<String> computed = new HashSet<>();
    private final Map<String, Integer> order = new HashMap<>();
    private boolean timing;
    private Set<TreeElement> answered;
    private Map<TreeElement, Map<String, Map<String, IAnswerData>>> removed;

    private Referee(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        PrintStream protocol = new PrintStream(System.out, false, "UTF-8");
        System.setOut(System.err);
        Referee referee = new Referee(protocol);
        referee.prepare();
        if (args.length > 0) {
            referee.load(new File(args[0]));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                referee.obey(line.split("\t", -1));
            } catch (Throwable error) {
                error.printStackTrace();
                referee.say("error", error.getClass().getSimpleName() + ": " + error.getMessage());
            }
            protocol.flush();
        }
    }

    // -- setting JavaRosa up ---------------------------------------------------------------------

    private void prepare() {
        StorageManager.setStorageFactory((name, type) -> new DummyIndexedStorageUtility<>());
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new Properties());
        ReferenceManager.instance().addReferenceFactory(new PrefixedRootFactory(new String[] {"file-csv", "file", "images", "audio", "video"}) {
            @Override
            protected Reference factory(String terminal, String uri) {
                return new MediaFile(new File(folder, terminal.startsWith("/") ? terminal.substring(1) : terminal), uri);
            }
        });
    }

    private void load(File file) throws Exception {
        folder = file.getAbsoluteFile().getParentFile();
        try (InputStream in = new FileInputStream(file)) {
            form = XFormUtils.getFormFromInputStream(in);
        }
        form.addFunctionHandler(new PullData());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        form.initialize(true, new InstanceInitializationFactory());
        instance = form.getMainInstance();
        relevance.clear();
        computed.clear();
        NodeList elements = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getElementsByTagName("bind");
        for (int i = 0; i < elements.getLength(); i++) {
            Element bind = (Element) elements.item(i);
            if (bind.hasAttribute("calculate")) {
                computed.add(bind.getAttribute("nodeset"));
            }
            if (bind.hasAttribute("relevant")) {
                relevance.put(bind.getAttribute("nodeset"), bind.getAttribute("relevant"));
            }
        }
        order.clear();
        number(instance.getRoot());
        controls.clear();
        counted.clear();
        answered = Collections.newSetFromMap(new WeakHashMap<>());
        removed = new WeakHashMap<>();
        outline(form, new ArrayList<>(), new ArrayList<>());
        settle();
        // The rows that the document begins with and the form does not want: nobody wrote in them.
        removed.clear();
    }

    private void number(TreeElement node) {
        order.putIfAbsent(generic(node.getRef()), order.size());
        for (int i = 0; i < node.getNumChildren(); i++) {
            number(node.getChildAt(i));
        }
    }

    private void outline(IFormElement parent, List<Integer> indexes, List<IFormElement> elements) {
        List<IFormElement> children = parent.getChildren();
        for (int i = 0; children != null && i < children.size(); i++) {
            IFormElement child = children.get(i);
            List<Integer> chain = new ArrayList<>(indexes);
            List<IFormElement> along = new ArrayList<>(elements);
            chain.add(i);
            along.add(child);
            boolean isRepeat = child instanceof GroupDef && ((GroupDef) child).getRepeat();
            if (child instanceof QuestionDef || isRepeat) {
                Control control = new Control(chain, along);
                controls.put(generic((TreeReference) child.getBind().getReference()), control);
                if (isRepeat && ((GroupDef) child).getCountReference() != null) {
                    counted.add(control);
                }
            }
            outline(child, chain, along);
        }
    }

    // -- the protocol ----------------------------------------------------------------------------

    private void obey(String[] line) throws Exception {
        switch (line[0]) {
            case "FORM":
                load(new File(line[1]));
                say("result", "ok");
                break;
            case "LANGUAGE":
                form.getLocalizer().setLocale(line[1]);
                say("result", "ok");
                break;
            case "ANSWER":
                String[] result = answer(line[1], line.length > 2 ? line[2] : "");
                say("result", result[0], "message", result[1]);
                break;
            case "REPEAT":
                repeat(line[1]);
                break;
            case "REMOVE":
                remove(line[1]);
                break;
            case "EVAL":
                evaluate(line[1]);
                break;
            case "VALIDATE":
                validate();
                break;
            case "DUMP":
                dump(instance.getRoot(), "/" + instance.getRoot().getName());
                say("end", true);
                break;
            case "CHOICES":
                choices(line[1]);
                break;
            case "TIME":
                time(line);
                break;
            default:
                say("error", "unknown command " + line[0]);
        }
    }

    /** As a form filler does: what is hidden or locked is not asked; the engine judges the rest. */
    private String[] answer(String path, String text) throws Exception {
        TreeReference ref = reference(path);
        Control control = controls.get(generic(ref));
        TreeElement node = instance.resolveReference(ref);
        if (control == null || node == null || !(control.last() instanceof QuestionDef)) {
            return new String[] {"no-such-question", ""};
        }
        if (computed.contains(generic(ref))) {
            return new String[] {"read-only", ""};
        }
        if (!node.isRelevant()) {
            return new String[] {"irrelevant", ""};
        }
        if (!node.isEnabled()) {
            return new String[] {"read-only", ""};
        }
        QuestionDef question = (QuestionDef) control.last();
        IAnswerData data = text.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(text, node.getDataType(), question);
        if (data == null && !text.isEmpty()) {
            return new String[] {"constraint", "not of the type"};
        }
        // A form filler shows the choices that there are; JavaRosa takes any name.
        if (data != null && SELECTS.contains(question.getControlType()) && !offered(question, node).containsAll(chosen(data))) {
            return new String[] {"constraint", ""};
        }
        FormIndex index = index(control, ref);
        switch (controller.answerQuestion(index, data, true)) {
            case FormEntryController.ANSWER_OK:
                answered.add(node);
                if (!timing && path.indexOf('[') >= 0) {
                    reopen();
                }
                settle();
                return new String[] {"ok", ""};
            case FormEntryController.ANSWER_REQUIRED_BUT_EMPTY:
                return new String[] {"required", requiredMessage(node)};
            default:
                return new String[] {"constraint", constraintMessage(index, data)};
        }
    }

    private void repeat(String path) throws Exception {
        TreeReference ref = reference(path);
        Control control = controls.get(generic(ref));
        if (control == null || control.last() instanceof QuestionDef) {
            say("result", "no-such-question", "message", "");
            return;
        }
        ref.setMultiplicity(ref.size() - 1, TreeReference.INDEX_TEMPLATE);
        TreeElement parent = instance.resolveReference(ref.getParentRef());
        if (parent == null) {
            say("result", "no-such-question", "message", "");
            return;
        }
        ref.setMultiplicity(ref.size() - 1, parent.getChildMultiplicity(ref.getNameLast()));
        if (((GroupDef) control.last()).noAddRemove) {
            say("result", "read-only", "message", "");
        } else if (!isRelevant(ref, parent)) {
            say("result", "irrelevant", "message", "");
        } else {
            form.createNewRepeat(index(control, ref));
            empty(instance.resolveReference(ref));
            reopen();
            settle();
            say("result", "ok", "message", "");
        }
    }

    /** A new row starts without inner rows; pyxform's template has one where a group is between. */
    private void empty(TreeElement node) {
        for (int i = node.getNumChildren() - 1; i >= 0; i--) {
            TreeElement child = node.getChildAt(i);
            if (child.isRepeatable() && child.getMult() != TreeReference.INDEX_TEMPLATE) {
                form.deleteRepeat(index(controls.get(generic(child.getRef())), child.getRef()));
            } else if (!child.isRepeatable()) {
                empty(child);
            }
        }
    }

    private void remove(String path) throws Exception {
        TreeReference ref = reference(path);
        Control control = controls.get(generic(ref));
        TreeElement node = instance.resolveReference(ref);
        TreeElement parent = instance.resolveReference(ref.getParentRef());
        if (control == null || control.last() instanceof QuestionDef || parent == null) {
            say("result", "no-such-question", "message", "");
        } else if (((GroupDef) control.last()).noAddRemove) {
            say("result", "read-only", "message", "");
        } else if (!isRelevant(ref, parent)) {
            say("result", "irrelevant", "message", "");
        } else if (node == null) {
            say("result", "no-such-question", "message", "");
        } else {
            form.deleteRepeat(index(control, ref));
            reopen();
            settle();
            say("result", "ok", "message", "");
        }
    }

    /**
     * Whether a row could be added. Not FormDef.isRepeatRelevant: that takes any condition of the
     * repeat, readonly too, for its relevance.
     */
    private boolean isRelevant(TreeReference row, TreeElement parent) throws Exception {
        String expression = relevance.get(generic(row));
        if (!parent.isRelevant() || expression == null) {
            return parent.isRelevant();
        }
        EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), row);
        return XPathFuncExpr.toBoolean(XPathParseTool.parseXPath(expression).eval(instance, context));
    }

    private void evaluate(String expression) throws Exception {
        EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), TreeReference.rootRef());
        Object value = XPathParseTool.parseXPath(expression).eval(instance, context);
        if (value instanceof XPathNodeset) {
            say("type", "nodeset", "value", ((XPathNodeset) value).size());
        } else if (value instanceof Boolean) {
            say("type", "boolean", "value", value);
        } else if (value instanceof Double) {
            Double number = (Double) value;
            boolean odd = number.isNaN() || number.isInfinite();
            say("type", "number", "value", odd ? (Object) number.toString() : number);
        } else {
            say("type", value instanceof Date ? "date" : "string", "value", XPathFuncExpr.toString(value));
        }
    }

    /**
     * JavaRosa's own validation. It takes answers away that are no longer offered; where there is
     * such an answer, the same walk is done without asking for the choices, and the answer is named.
     */
    private void validate() throws Exception {
        List<TreeElement> stale = stale();
        if (stale.isEmpty()) {
            ValidateOutcome outcome = form.validate();
            settle();
            if (outcome == null) {
                say("valid", true);
            } else {
                invalid(outcome.failedPrompt, outcome.outcome);
            }
            return;
        }
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        for (; event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            if (event != FormEntryController.EVENT_QUESTION) {
                continue;
            }
            FormIndex index = model.getFormIndex();
            TreeElement node = instance.resolveReference(index.getReference());
            if (node.isRequired() && node.getValue() == null) {
                invalid(index, FormEntryController.ANSWER_REQUIRED_BUT_EMPTY);
                return;
            }
            if (stale.contains(node)) {
                say("valid", false, "path", path(node), "result", "constraint", "message", "");
                return;
            }
            if (!form.evaluateConstraint(index.getReference(), node.getValue())) {
                invalid(index, FormEntryController.ANSWER_CONSTRAINT_VIOLATED);
                return;
            }
        }
        say("valid", true);
    }

    private void invalid(FormIndex index, int outcome) {
        TreeElement node = instance.resolveReference(index.getReference());
        boolean isRequired = outcome == FormEntryController.ANSWER_REQUIRED_BUT_EMPTY;
        say(
            "valid", false,
            "path", path(node),
            "result", isRequired ? "required" : "constraint",
            "message", isRequired ? requiredMessage(node) : constraintMessage(index, node.getValue()));
    }

    private void dump(TreeElement parent, String path) {
        // A repeat that had lost all rows gets the next one at the end of its parent; the form's order counts.
        List<TreeElement> children = new ArrayList<>();
        for (int i = 0; i < parent.getNumChildren(); i++) {
            children.add(parent.getChildAt(i));
        }
        children.sort(Comparator.comparing(child -> order.getOrDefault(generic(child.getRef()), 0)));
        for (TreeElement child : children) {
            if (child.getMult() == TreeReference.INDEX_TEMPLATE || (parent == instance.getRoot() && child.getName().equals("meta"))) {
                continue;
            }
            String below = path + "/" + child.getName() + (child.isRepeatable() ? "[" + (child.getMult() + 1) + "]" : "");
            if (child.getNumChildren() > 0) {
                dump(child, below);
            } else if (!child.isRepeatable()) {
                say(
                    "path", below,
                    "relevant", child.isRelevant(),
                    "required", child.isRequired(),
                    "readonly", !child.isEnabled(),
                    "value", text(child.getValue()));
            }
        }
    }

    private void choices(String path) throws Exception {
        TreeReference ref = reference(path);
        Control control = controls.get(generic(ref));
        TreeElement node = instance.resolveReference(ref);
        StringBuilder names = new StringBuilder();
        for (String name : node == null ? new ArrayList<String>() : offered((QuestionDef) control.last(), node)) {
            names.append(names.length() > 0 ? " " : "").append(name);
        }
        say("choices", names.toString());
    }

    private void time(String[] line) throws Exception {
        int times = Integer.parseInt(line[1]);
        long[] spent = new long[times];
        timing = true;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            switch (line[2]) {
                case "ANSWER":
                    String[] result = answer(line[3], line[4 + i % (line.length - 4)]);
                    if (!result[0].equals("ok")) {
                        throw new IllegalStateException(result[0]);
                    }
                    break;
                case "VALIDATE":
                    form.validate();
                    break;
                default:
                    load(new File(line[3]));
            }
            spent[i] = System.nanoTime() - start;
        }
        timing = false;
        Arrays.sort(spent);
        say("median", spent[times / 2]);
    }

    // -- choices ---------------------------------------------------------------------------------

    /** The names that a select offers; the answer is put back, which asking may take away. */
    private List<String> offered(QuestionDef question, TreeElement node) {
        List<String> names = new ArrayList<>();
        IAnswerData kept = node.getValue();
        List<SelectChoice> choices = question.getDynamicChoices() == null
            ? question.getChoices()
            : question.getDynamicChoices().getChoices(form, node.getRef());
        if (question.getDynamicChoices() != null) {
            node.setAnswer(kept);
        }
        for (SelectChoice choice : choices == null ? new ArrayList<SelectChoice>() : choices) {
            names.add(choice.getValue());
        }
        return names;
    }

    private List<TreeElement> stale() {
        List<TreeElement> found = new ArrayList<>();
        for (Map.Entry<String, Control> entry : controls.entrySet()) {
            IFormElement last = entry.getValue().last();
            if (last instanceof QuestionDef && ((QuestionDef) last).getDynamicChoices() != null) {
                TreeReference ref = ((TreeReference) last.getBind().getReference()).genericize();
                for (TreeReference one : form.getEvaluationContext().expandReference(ref)) {
                    TreeElement node = instance.resolveReference(one);
                    if (node.isRelevant() && node.getValue() != null && !offered((QuestionDef) last, node).containsAll(chosen(node.getValue()))) {
                        found.add(node);
                    }
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static List<String> chosen(IAnswerData data) {
        if (!(data instanceof MultipleItemsData)) {
            return Collections.singletonList(text(data));
        }
        List<String> names = new ArrayList<>();
        for (Selection one : (List<Selection>) data.getValue()) {
            names.add(one.getValue());
        }
        return names;
    }

    // -- repeats with a fixed number of rows -----------------------------------------------------

    /**
     * Rows of repeats with jr:count: made as FormEntryModel makes them when a person comes by, and
     * taken away when the count shrinks (JavaRosa itself leaves that to its callers). Answers in a row
     * that comes back come back with it.
     */
    private void settle() throws Exception {
        for (int round = 0; round < ROUNDS && !counted.isEmpty(); round++) {
            boolean changed = false;
            for (Control control : counted) {
                changed |= settle(control);
            }
            if (!changed) {
                return;
            }
            reopen();
        }
        if (!counted.isEmpty()) {
            throw new IllegalStateException("repeat counts do not come to rest");
        }
    }

    /**
     * Everything evaluated anew, as when a saved form is opened. After a change in one row, or of the
     * rows, JavaRosa leaves what other rows and outer totals made of it as it was.
     */
    private void reopen() {
        form.initialize(false, new InstanceInitializationFactory());
    }

    private boolean settle(Control control) throws Exception {
        GroupDef group = (GroupDef) control.last();
        TreeReference generic = ((TreeReference) group.getBind().getReference()).genericize();
        for (TreeReference parentRef : form.getEvaluationContext().expandReference(generic.getParentRef())) {
            TreeElement parent = instance.resolveReference(parentRef);
            String name = generic.getNameLast();
            int present = parent.getChildMultiplicity(name);
            TreeReference ref = parentRef.extendRef(name, present);
            TreeElement count = instance.resolveReference(group.getConextualizedCountReference(ref));
            long wanted = count == null || count.getValue() == null ? 0 : Math.max(0, wanted(count.getValue()));
            if (wanted > present && isRelevant(ref, parent)) {
                form.createNewRepeat(index(control, ref));
                restore(parent, name, present);
                return true;
            }
            if (wanted < present) {
                TreeElement last = parent.getChild(name, present - 1);
                Map<String, IAnswerData> kept = new HashMap<>();
                keep(last, "", kept);
                removed.computeIfAbsent(parent, one -> new HashMap<>()).put(name + present, kept);
                form.deleteRepeat(index(control, last.getRef()));
                return true;
            }
        }
        return false;
    }

    private static long wanted(IAnswerData value) {
        Object plain = value.getValue();
        return plain instanceof Number ? ((Number) plain).longValue() : XPathFuncExpr.toNumeric(text(value)).longValue();
    }

    private void keep(TreeElement node, String path, Map<String, IAnswerData> kept) {
        for (int i = 0; i < node.getNumChildren(); i++) {
            TreeElement child = node.getChildAt(i);
            if (child.getMult() != TreeReference.INDEX_TEMPLATE) {
                String below = path + "/" + child.getName() + "[" + (child.getMult() + 1) + "]";
                if (answered.contains(child) || isWritten(child)) {
                    kept.put(below, child.getValue());
                }
                keep(child, below, kept);
            }
        }
    }

    /** A value that an action left, or the form: it stays as it is, like an answer. */
    private boolean isWritten(TreeElement node) {
        return node.getValue() != null && !computed.contains(generic(node.getRef()));
    }

    private void restore(TreeElement parent, String name, int row) {
        Map<String, IAnswerData> kept = removed.getOrDefault(parent, new HashMap<>()).remove(name + (row + 1));
        TreeElement node = parent.getChild(name, row);
        for (Map.Entry<String, IAnswerData> one : kept == null ? new HashMap<String, IAnswerData>().entrySet() : kept.entrySet()) {
            restore(node, one.getKey(), one.getValue());
        }
    }

    private void restore(TreeElement node, String path, IAnswerData value) {
        if (path.isEmpty()) {
            answered.add(node);
            form.setValue(value, node.getRef(), true);
            return;
        }
        int bracket = path.indexOf('[');
        int end = path.indexOf(']');
        String name = path.substring(1, bracket);
        int row = Integer.parseInt(path.substring(bracket + 1, end));
        TreeElement child = node.getChild(name, row - 1);
        if (child != null) {
            restore(child, path.substring(end + 1), value);
        } else {
            // An inner row that will be made when its own count is settled.
            removed.computeIfAbsent(node, one -> new HashMap<>())
                .computeIfAbsent(name + row, one -> new HashMap<>())
                .put(path.substring(end + 1), value);
        }
    }

    // -- paths -----------------------------------------------------------------------------------

    private static String generic(TreeReference ref) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ref.size(); i++) {
            text.append('/').append(ref.getName(i));
        }
        return text.toString();
    }

    private static TreeReference reference(String path) {
        TreeReference ref = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            int bracket = step.indexOf('[');
            int row = bracket < 0 ? 0 : Integer.parseInt(step.substring(bracket + 1, step.length() - 1)) - 1;
            ref = ref.extendRef(bracket < 0 ? step : step.substring(0, bracket), row);
        }
        return ref;
    }

    private FormIndex index(Control control, TreeReference ref) {
        List<Integer> rows = new ArrayList<>();
        for (IFormElement element : control.elements) {
            IDataReference bind = element instanceof FormDef ? null : element.getBind();
            boolean isRepeat = element instanceof GroupDef && ((GroupDef) element).getRepeat();
            rows.add(isRepeat ? ref.getMultiplicity(((TreeReference) bind.getReference()).size() - 1) : 0);
        }
        return form.buildIndex(control.indexes, rows, control.elements);
    }

    private String path(TreeElement node) {
        TreeReference ref = node.getRef();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ref.size(); i++) {
            text.append('/').append(ref.getName(i));
            if (instance.resolveReference(ref.getSubReference(i)).isRepeatable()) {
                text.append('[').append(ref.getMultiplicity(i) + 1).append(']');
            }
        }
        return text.toString();
    }

    // -- texts -----------------------------------------------------------------------------------

    private static String text(IAnswerData value) {
        return value == null ? "" : (String) new XFormAnswerDataSerializer().serializeAnswerData(value);
    }

    private String constraintMessage(FormIndex index, IAnswerData value) {
        String message = new FormEntryPrompt(form, index).getConstraintText(value);
        return message == null ? "" : message;
    }

    private String requiredMessage(TreeElement node) {
        String raw = node.getBindAttributeValue(JAVAROSA, "requiredMsg");
        if (raw == null || !raw.startsWith("jr:itext('")) {
            return raw == null ? "" : raw;
        }
        return form.getLocalizer().getText(raw.substring(10, raw.length() - 2));
    }

    private void say(Object... pairs) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i > 0 ? ", " : "");
            quote(json, (String) pairs[i]);
            json.append(": ");
            if (pairs[i + 1] instanceof String) {
                quote(json, (String) pairs[i + 1]);
            } else {
                json.append(pairs[i + 1]);
            }
        }
        out.append(json.append("}\n"));
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == '"' || one == '\\') {
                json.append('\\').append(one);
            } else if (one < ' ') {
                json.append(String.format("\\u%04x", (int) one));
            } else {
                json.append(one);
            }
        }
        json.append('"');
    }

    // -- what JavaRosa expects around it ---------------------------------------------------------

    /** pulldata() belongs to the form filler: the column of the first row whose key is the value. */
    private final class PullData implements IFunctionHandler {
        @Override
        public String getName() {
            return "pulldata";
        }

        @Override
        @SuppressWarnings("rawtypes")
        public List<Class[]> getPrototypes() {
            List<Class[]> prototypes = new ArrayList<>();
            prototypes.add(new Class[] {String.class, String.class, String.class, String.class});
            return prototypes;
        }

        @Override
        public boolean realTime() {
            return false;
        }

        @Override
        public boolean rawArgs() {
            return false;
        }

        @Override
        public Object eval(Object[] args, EvaluationContext context) {
            TreeElement root;
            try {
                root = XFormUtils.getExternalInstance(ReferenceManager.instance(), (String) args[0], "jr://file-csv/" + args[0] + ".csv");
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
            for (int i = 0; i < root.getNumChildren(); i++) {
                TreeElement item = root.getChildAt(i);
                TreeElement key = item.getFirstChild((String) args[2]);
                if (key != null && text(key.getValue()).equals(args[3])) {
                    TreeElement cell = item.getFirstChild((String) args[1]);
                    return cell == null ? "" : text(cell.getValue());
                }
            }
            return "";
        }
    }

    private static final class Properties implements IPropertyManager {
        private final Map<String, String> values = new HashMap<>();

        Properties() {
            values.put("username", "thanh.tra");
            values.put("deviceid", "may-01");
            values.put("phonenumber", "0900000000");
            values.put("email", "thanh.tra@example.vn");
        }

        @Override
        public List<String> getProperty(String name) {
            return Collections.singletonList(values.get(name));
        }

        @Override
        public void setProperty(String name, String value) {}

        @Override
        public void setProperty(String name, List<String> value) {}

        @Override
        public String getSingularProperty(String name) {
            return values.get(name);
        }

        @Override
        public void addRules(IPropertyRules rules) {}

        @Override
        public List<IPropertyRules> getRules() {
            return new ArrayList<>();
        }
    }

    private static final class MediaFile implements Reference {
        private final File file;
        private final String uri;

        MediaFile(File file, String uri) {
            this.file = file;
            this.uri = uri;
        }

        @Override
        public boolean doesBinaryExist() {
            return file.exists();
        }

        @Override
        public InputStream getStream() throws java.io.IOException {
            return new FileInputStream(file);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return file.getAbsolutePath();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {}

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
